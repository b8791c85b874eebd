namespace LearningHub.Grains.Media;

internal static class MediaErrors
{
    public static readonly Error NotFound = Error.NotFound("media.not_found", "There is no such video, or it is not open to you.");
    public static readonly Error NoLesson = Error.NotFound("media.no_lesson", "The course has no such video lesson.");
    public static readonly Error NotYours = Error.Forbidden("courses.not_yours", "Only those who teach this course may do this.");
    public static readonly Error NotVideo = Error.Invalid("media.not_video", "This file is not a video we can read. MP4, MOV, WebM, MKV, AVI and MPEG-TS work.", "file");
    public static readonly Error Empty = Error.Invalid("media.empty", "The file is empty.", "file");
    public static readonly Error BadName = Error.Invalid("media.bad_name", "The file's name is missing or longer than 255 characters.", "filename");
    public static readonly Error Finished = Error.Conflict("media.finished", "The upload is complete or was given up.");
    public static readonly Error TooManyOpen = new("media.too_many_open", "Too many uploads are open at once. Finish or cancel one first.", ErrorKind.TooMany);
    public static readonly Error SlotTaken = Error.Conflict("media.slot_taken", "This place for an upload is taken.");

    public static readonly Error NoVideo = Error.Conflict("media.no_video", "This lesson has no video that captions could belong to.");
    public static readonly Error NoCaptions = Error.NotFound("media.no_captions", "The video has no captions in this language.");
    public static readonly Error CaptionsLanguage = Error.Invalid("media.captions_language", "Name the language by its tag, such as en or pt-br.", "language");
    public static readonly Error CaptionsTooMany = Error.Conflict("media.captions_too_many", $"A video has captions in at most {MediaCaptions.MaxLanguages} languages.");

    public static Error TooLarge(long most) => Error.Invalid("media.too_large", $"The file is larger than {most / (1024 * 1024)} MiB.", "file");
}

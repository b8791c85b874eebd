using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Why a transcode ends without a result. <see cref="ErrorKind.Invalid"/> is about the source and final; all else is tried again.</summary>
internal static class TranscodeErrors
{
    public static readonly Error Unreadable = Error.Invalid("transcoding.unreadable", "The file is damaged or is not a video: nothing in it can be read.");
    public static readonly Error NoPicture = Error.Invalid("transcoding.no_picture", "The file has sound but no picture.");
    public static readonly Error Empty = Error.Invalid("transcoding.empty", "The video holds no frames.");
    public static readonly Error TooLong = Error.Invalid("transcoding.too_long", "The video is longer than 4 hours.");
    public static readonly Error TooLargePicture = Error.Invalid("transcoding.picture_too_large", "The picture is larger than 8K (7680 × 4320).");
    public static readonly Error TooThin = Error.Invalid("transcoding.picture_too_small", "The picture is smaller than 16 pixels, or one side is over 20 times the other.");

    public static readonly Error NoSource = new("transcoding.no_source", "The uploaded file is not on this server.", ErrorKind.Unavailable);
    public static readonly Error NoFFmpeg = new("transcoding.no_ffmpeg", "ffmpeg is not on this server.", ErrorKind.Unavailable);
    public static readonly Error Stalled = new("transcoding.stalled", "The encoder stopped making progress.", ErrorKind.Unavailable);
    public static readonly Error Interrupted = new("transcoding.interrupted", "The encoder was stopped from outside.", ErrorKind.Unavailable);
    public static readonly Error Unwritable = new("transcoding.unwritable", "The server's media folder cannot be written.", ErrorKind.Unavailable);
    public static readonly Error DiskFull = new("transcoding.disk_full", "There is no room left on the server's disk.", ErrorKind.Unavailable);
    public static readonly Error EncoderFailed = new("transcoding.encoder_failed", "The encoder could not finish this file.", ErrorKind.Unavailable);

    public static Error BreaksOff(long readMs, long durationMs) =>
        Error.Invalid("transcoding.breaks_off", $"The file breaks off: {readMs / 1000} of {durationMs / 1000} seconds can be read.");

    public static Error NotWhole(string what) => new("transcoding.not_whole", $"The result is not whole: {what}.", ErrorKind.Unavailable);
}

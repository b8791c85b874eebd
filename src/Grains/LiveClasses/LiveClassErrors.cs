namespace LearningHub.Grains.LiveClasses;

internal static class LiveClassErrors
{
    public static readonly Error NotFound = Error.NotFound("live_classes.not_found", "There is no such class.");
    public static readonly Error CourseNotFound = Error.NotFound("live_classes.course_not_found", "There is no such course.");
    public static readonly Error Exists = Error.Conflict("live_classes.exists", "This class is scheduled already.");
    public static readonly Error NotYours = Error.Forbidden("live_classes.not_yours", "Only the hosts of the class do this.");
    public static readonly Error NotMember = Error.Forbidden("live_classes.not_member", "This class is for the people of the course.");
    public static readonly Error NotSeated = Error.Forbidden("live_classes.not_seated", "Take a seat in the class first.");
    public static readonly Error BadTitle = Error.Invalid("live_classes.bad_title", $"A class needs a title of at most {LiveClass.MaxTitle} characters.", "title");
    public static readonly Error BadStart = Error.Invalid("live_classes.bad_start", "A class starts between now and two years from now.", "startsAt");
    public static readonly Error BadMinutes = Error.Invalid("live_classes.bad_minutes", $"A class lasts {LiveClass.MinMinutes} to {LiveClass.MaxMinutes} minutes.", "minutes");
    public static readonly Error BadLimit = Error.Invalid("live_classes.bad_limit", $"The limit is 1 to {LiveClass.MaxAttendees:N0} people, or none.", "attendeeLimit");
    public static readonly Error Full = new("live_classes.full", "More people came than a class can hold.", ErrorKind.Unavailable);
    public static readonly Error TooManyCoHosts = Error.Conflict("live_classes.too_many_cohosts", $"At most {LiveClass.MaxCoHosts} co-hosts.");
    public static readonly Error TooManyPolls = Error.Conflict("live_classes.too_many_polls", $"At most {Polls.Most} polls a class.");
    public static readonly Error BadQuestion = Error.Invalid("live_classes.bad_question", $"A question holds 1 to {QuestionBoard.MaxText} characters.", "text");
    public static readonly Error BadPoll = Error.Invalid("live_classes.bad_poll", $"A poll asks something in at most {Polls.MaxQuestion} characters.", "question");
    public static readonly Error BadOptions = Error.Invalid("live_classes.bad_options", $"A poll has {Polls.MinOptions} to {Polls.MaxOptions} different answers of at most {Polls.MaxOption} characters.", "options");
    public static readonly Error NoPoll = Error.NotFound("live_classes.no_poll", "There is no such poll.");
    public static readonly Error PollClosed = Error.Conflict("live_classes.poll_closed", "This poll is closed.");
    public static readonly Error NoOption = Error.Invalid("live_classes.no_option", "The poll has no such answer.", "option");
    public static readonly Error Voted = Error.Conflict("live_classes.voted", "You answered already. An anonymous answer cannot be changed: nobody knows which it was.");
    public static readonly Error NoQuestion = Error.NotFound("live_classes.no_question", "There is no such question.");
    public static readonly Error TooManyQuestions = Error.Conflict("live_classes.too_many_questions", "You have several questions that wait for an answer. Wait for one of them.");
    public static readonly Error BoardFull = Error.Conflict("live_classes.board_full", $"A class holds {QuestionBoard.Most} questions.");
    public static readonly Error OwnQuestion = Error.Conflict("live_classes.own_question", "It is your own question.");
    public static readonly Error NoReaction = Error.Invalid("live_classes.no_reaction", "There is no such reaction.", "reaction");

    public static Error NotNow(Interfaces.LiveClasses.LiveClassPhase phase) => Error.Conflict("live_classes.not_now", phase switch
    {
        Interfaces.LiveClasses.LiveClassPhase.Scheduled => "The class is not open yet.",
        Interfaces.LiveClasses.LiveClassPhase.Open => "The class has not started yet.",
        Interfaces.LiveClasses.LiveClassPhase.Live => "The class is on.",
        Interfaces.LiveClasses.LiveClassPhase.Ended => "The class is over.",
        _ => "The class was cancelled.",
    });
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.LiveClasses;

/// <summary>A live class of a course and its room. Key <see cref="LiveClassKey"/>. The host is the course's instructor; admins of the academy count as hosts; co-hosts are
/// appointed among the people of the course, and are so while they are in it. Attendees are the enrolled. What was answered is committed: phase, seats, hands, polls, votes, questions, attendance. Who is connected and reactions are
/// volatile. The room is pushed to topic <c>class:{id}</c> as a whole, at most ten times a second.
/// Errors of all: <c>live_classes.not_found</c>, <c>live_classes.not_yours</c>, <c>live_classes.not_now</c> (the phase does not allow it).</summary>
public interface ILiveClassGrain : IGrainWithStringKey
{
    /// <summary>By the staff of the course. A second one with the same id: the first answer, or <c>live_classes.exists</c>.</summary>
    [Requires(Permission.Teach), Alias("Schedule")] Task<Result<Receipt>> Schedule(ScheduleLiveClass command);
    [Requires(Permission.Teach), Alias("Change")] Task<Result<Receipt>> Change(ChangeLiveClass command);
    [Requires(Permission.Teach), Alias("Cancel")] Task<Result<Receipt>> Cancel(CancelLiveClass command);

    /// <summary>Lets people in. Again: nothing happens; so for the next two.</summary>
    [Requires(Permission.Teach), Alias("Open")] Task<Result<Receipt>> Open(OpenLiveClass command);
    [Requires(Permission.Teach), Alias("Start")] Task<Result<Receipt>> Start(StartLiveClass command);
    [Requires(Permission.Teach), Alias("End")] Task<Result<Receipt>> End(EndLiveClass command);
    [Requires(Permission.Teach), Alias("SetCoHost")] Task<Result<Receipt>> SetCoHost(SetCoHost command);

    /// <summary>Takes a seat, or a place in the queue where all are taken. Safe to repeat. <c>live_classes.not_member</c>, <c>live_classes.full</c> (2,000 people came).</summary>
    [Requires(Permission.SignedIn), Alias("Enter")] Task<Result<LiveMe>> Enter(EnterLiveClass command);
    /// <summary>Gives the seat up; the next who waits has it.</summary>
    [Requires(Permission.SignedIn), Alias("Leave")] Task<Result<LiveMe>> Leave(LeaveLiveClass command);

    [Requires(Permission.SignedIn), Alias("SetHand")] Task<Result<LiveMe>> SetHand(SetHand command);

    /// <summary>Summed and pushed as kind <c>reactions</c>; kept nowhere. False where it was one too many (5 in 2 s a person).</summary>
    [Requires(Permission.SignedIn), Alias("React")] Task<Result<bool>> React(string reaction);

    /// <summary>By hosts and co-hosts. Closes the one that is open. At most 50 a class, 2 to 6 options.</summary>
    [Requires(Permission.SignedIn), Alias("AskPoll")] Task<Result<LivePoll>> AskPoll(AskPoll command);
    [Requires(Permission.SignedIn), Alias("ClosePoll")] Task<Result<LivePoll>> ClosePoll(ClosePoll command);
    /// <summary>One vote a person; another one moves it (<c>live_classes.voted</c> where the poll is anonymous).</summary>
    [Requires(Permission.SignedIn), Alias("Vote")] Task<Result<LivePoll>> Vote(VotePoll command);

    /// <summary>At most 300 a class, 5 unanswered a person.</summary>
    [Requires(Permission.SignedIn), Alias("AskQuestion")] Task<Result<LiveQuestion>> AskQuestion(AskLiveQuestion command);
    [Requires(Permission.SignedIn), Alias("VoteQuestion")] Task<Result<LiveQuestion>> VoteQuestion(VoteLiveQuestion command);
    [Requires(Permission.SignedIn), Alias("AnswerQuestion")] Task<Result<LiveQuestion>> AnswerQuestion(AnswerLiveQuestion command);

    /// <summary>A new broadcast; the one before is over. By hosts and co-hosts, while the room is open or live.</summary>
    [Requires(Permission.SignedIn), Alias("BeginBroadcast")] Task<Result<LiveBroadcast>> BeginBroadcast(BeginBroadcast command);
    /// <summary>Its socket is gone. One that was replaced is left alone.</summary>
    [Requires(Permission.SignedIn), Alias("EndBroadcast")] Task<Result<Receipt>> EndBroadcast(EndBroadcast command);

    /// <summary>The room, for members of the course.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("Get")] Task<Result<LiveClassView>> Get();

    /// <summary>The room's number for one who may watch its topic.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("MayWatch")] Task<Result<long>> MayWatch();

    /// <summary>For the media sockets: only those who sit here, while the room is open or live.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("GetPass")] Task<Result<LivePass>> GetPass();

    /// <summary>For the staff.</summary>
    [Requires(Permission.Teach), AlwaysInterleave, Alias("GetAttendance")] Task<Result<ImmutableArray<LiveAttendance>>> GetAttendance();

    /// <summary>For the worker that makes recordings: <c>live_classes.not_now</c> before the class is over, <c>live_classes.not_found</c> where it was cancelled.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("GetRecordingPlan")] Task<Result<LiveRecordingPlan>> GetRecordingPlan();

    /// <summary>Who is connected at a front end: replaces what it said under a lower number. On change and every 5 s; one is believed for 15 s.</summary>
    /// <param name="at">When it was so, by the front end's clock: a room with much to do hears it later. Taken for what it says within some seconds.</param>
    [Requires(Permission.System), Alias("Report")] Task Report(string frontEnd, long number, ImmutableArray<string> userIds, DateTimeOffset at);
}

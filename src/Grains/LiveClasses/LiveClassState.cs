using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>The document of a class: plan, phase and counters. What grows with people and time is records: <see cref="Participant"/>, <see cref="Poll"/>,
/// <see cref="BoardQuestion"/>.</summary>
internal sealed record LiveClassState : IAggregateState<LiveClassState>
{
    public const string PersonRecord = "live_person", PollRecord = "live_poll", QuestionRecord = "live_question";

    public static string AggregateType => "live_class";
    public static LiveClassState Empty { get; } = new();

    /// <summary>Empty: there is no such class.</summary>
    public string CourseId { get; init; } = "";
    public string HostId { get; init; } = "";
    public string Title { get; init; } = "";
    public DateTimeOffset StartsAt { get; init; }
    public int Minutes { get; init; }
    public int? AttendeeLimit { get; init; }
    public LiveClassPhase Phase { get; init; }
    public DateTimeOffset? LiveAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public ImmutableArray<string> CoHosts { get; init; } = [];

    /// <summary>Numbers given out so far: places in the queue, seats, hands, polls, questions, broadcasts.</summary>
    public long Arrivals { get; init; }
    public long Admitted { get; init; }
    public long HandsRaised { get; init; }
    public long PollCount { get; init; }
    public long QuestionCount { get; init; }
    public long Sessions { get; init; }

    public LiveBroadcast? Broadcast { get; init; }

    /// <summary>When the room last wrote down that it was there, while it was live.</summary>
    public DateTimeOffset? AliveAt { get; init; }

    /// <summary>When the room began that wrote that down.</summary>
    public DateTimeOffset? AliveSince { get; init; }

    /// <summary>Reserved for the whiteboard: the number of its last stroke. Strokes will be records of their own (<c>live_stroke</c>, ordered by this number), pushed as a kind of their
    /// own and told from a number on, so that a page that comes back asks for what it missed. Always 0 until then.</summary>
    public long StrokeCount { get; init; }

    [JsonIgnore] public ImmutableDictionary<string, Participant> People { get; init; } = ImmutableDictionary<string, Participant>.Empty;
    [JsonIgnore] public ImmutableSortedDictionary<long, Poll> Polls { get; init; } = ImmutableSortedDictionary<long, Poll>.Empty;
    [JsonIgnore] public ImmutableSortedDictionary<long, BoardQuestion> Questions { get; init; } = ImmutableSortedDictionary<long, BoardQuestion>.Empty;

    [JsonIgnore] public bool Exists => CourseId.Length > 0;
    [JsonIgnore] public bool IsOpen => Phase is LiveClassPhase.Open or LiveClassPhase.Live;
    [JsonIgnore] public bool IsOver => Phase is LiveClassPhase.Ended or LiveClassPhase.Cancelled;

    public LiveRole RoleOf(string userId, bool isStaff) => isStaff || userId == HostId ? LiveRole.Host : CoHosts.Contains(userId) ? LiveRole.CoHost : LiveRole.Attendee;

    /// <summary>Takes one of the limited seats: hosts and co-hosts do not.</summary>
    public bool Counts(Participant person) => person.Seat == LiveSeat.Seated && !person.Staff && !CoHosts.Contains(person.UserId);
}

/// <summary>A person who came. One row, whatever they do: bounded by the polls and questions of a class.</summary>
/// <param name="Arrival">Their place in the order of coming; a new one whenever they come again after leaving.</param>
/// <param name="Staff">Came as a host.</param>
/// <param name="Since">When the visit under way began; null while they are not connected or the class is not live.</param>
/// <param name="SeenAt">How far the visit is known to have lasted: what counts should the process die.</param>
/// <param name="TotalMs">Of the visits that are over.</param>
/// <param name="Hand">The number of the hand that is up.</param>
internal sealed record Participant(
    string UserId, long Arrival, bool Staff, LiveSeat Seat, DateTimeOffset? Since, DateTimeOffset? SeenAt, DateTimeOffset? FirstAt, long TotalMs, int Visits, long? Hand, DateTimeOffset? HandAt)
{
    /// <summary>When they got the seat they have: nobody attends before.</summary>
    public DateTimeOffset? SeatedAt { get; init; }
    public ImmutableDictionary<long, int> Votes { get; init; } = ImmutableDictionary<long, int>.Empty;
    public ImmutableArray<long> Voted { get; init; } = [];

    public RecordChange ToRecord() => RecordChange.Put(LiveClassState.PersonRecord, UserId, Arrival, this);
}

internal sealed record Poll(long Number, string Question, ImmutableArray<string> Options, ImmutableArray<int> Counts, bool Anonymous, string By, DateTimeOffset AskedAt, DateTimeOffset? ClosedAt)
{
    public RecordChange ToRecord() => RecordChange.Put(LiveClassState.PollRecord, IdOf(Number), Number, this);
    public static string IdOf(long number) => number.ToString("d6", System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed record BoardQuestion(long Number, string UserId, string Text, int Votes, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt)
{
    public RecordChange ToRecord() => RecordChange.Put(LiveClassState.QuestionRecord, Poll.IdOf(Number), Number, this);
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>The document holds the membership; how far each lesson is, is a record of its own.</summary>
internal sealed record EnrolmentState : IAggregateState<EnrolmentState>
{
    public const string LessonRecord = "lesson_progress";

    public static string AggregateType => "enrolment";
    public static EnrolmentState Empty { get; } = new();
    public static int SchemaVersion => 2;

    /// <summary>The grounds of a place that was had for nothing, and of one that the staff gave.</summary>
    public const string FreeGround = "free", StaffGround = "staff";

    /// <summary>Documents of version 1 know no grounds: everybody in a course was in it for nothing.</summary>
    public static EnrolmentState Upgrade(EnrolmentState state, int storedVersion) =>
        storedVersion < 2 && state.Status is EnrolmentStatus.Active or EnrolmentStatus.Removed ? state with { Grounds = [FreeGround] } : state;

    public EnrolmentStatus Status { get; init; }
    /// <summary>The first time.</summary>
    public DateTimeOffset? EnrolledAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    /// <summary>The last sign of the student.</summary>
    public DateTimeOffset? LastAt { get; init; }
    public string? RemovedReason { get; init; }

    /// <summary>Why there is access: orders, licences, <see cref="FreeGround"/>, <see cref="StaffGround"/>. Those of a removed student stand, and count
    /// again if the staff let them back in.</summary>
    public ImmutableArray<string> Grounds { get; init; } = [];

    /// <summary>By lesson id; from records.</summary>
    [JsonIgnore] public ImmutableDictionary<string, LessonRecord> Lessons { get; init; } = ImmutableDictionary<string, LessonRecord>.Empty;

    public EnrolmentState WithStored(IEnumerable<StoredRecord> lessons) =>
        this with { Lessons = lessons.ToImmutableDictionary(r => r.Id, r => JsonSerializer.Deserialize<LessonRecord>(r.Json, HubJson.Options)!) };

    [JsonIgnore] public bool IsActive => Status == EnrolmentStatus.Active;

    /// <summary>Where to go on: the lesson reported last by the devices' clocks; of two at the same moment the greater id.</summary>
    [JsonIgnore]
    public string? LastLessonId => Lessons.Values.Where(l => l.At > DateTimeOffset.MinValue)
        .OrderByDescending(l => l.At).ThenByDescending(l => l.LessonId, StringComparer.Ordinal).FirstOrDefault()?.LessonId;
}

/// <param name="Watched">Canonical.</param>
/// <param name="At">The device's time of the latest report; the least value when there was none.</param>
/// <param name="Completed">Stays once reached, whatever happens to the media; only the student takes it back.</param>
/// <param name="TakenBack">The student said "not done": watching alone does not complete it again.</param>
internal sealed record LessonRecord(string LessonId, ImmutableArray<Interval> Watched, long PositionMs, DateTimeOffset At, bool Completed, bool TakenBack)
{
    public static LessonRecord Start(string lessonId) => new(lessonId, [], 0, DateTimeOffset.MinValue, false, false);

    public bool Equals(LessonRecord? other) =>
        other is not null && LessonId == other.LessonId && PositionMs == other.PositionMs && At == other.At && Completed == other.Completed
        && TakenBack == other.TakenBack && Watched.AsSpan().SequenceEqual(other.Watched.AsSpan());

    public override int GetHashCode() => HashCode.Combine(LessonId, PositionMs, At, Completed, TakenBack, Watched.Length);
}

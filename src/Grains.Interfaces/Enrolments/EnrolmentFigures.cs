using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>Which of a course's students; each number of <see cref="EnrolmentSums"/> is the count of such rows of the roster.</summary>
public enum RosterFilter
{
    /// <summary>Everybody who ever was in the course.</summary>
    All,
    /// <summary>Those who are in it now.</summary>
    Active,
    /// <summary>Enrolled in the last 7 days.</summary>
    New,
    /// <summary>Seen in the last 7 days.</summary>
    Seen,
    /// <summary>Began, have not finished, and were not seen for 14 days.</summary>
    Stuck,
    /// <summary>Completed the course.</summary>
    Finished,
}

/// <param name="CoursePercentSum">Of <paramref name="Active"/> students together: divided by them it is the mean progress.</param>
/// <param name="Bands">Active students by progress: none, under 25, under 50, under 75, under 100, 100 %.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Sums")]
public sealed record EnrolmentSums(int Active, int New, int Seen, int Stuck, int Finished, long CoursePercentSum, ImmutableArray<int> Bands)
{
    public const int BandCount = 6;

    public static EnrolmentSums None { get; } = new(0, 0, 0, 0, 0, 0, [0, 0, 0, 0, 0, 0]);

    /// <summary>0 to 100, rounded down; null without students.</summary>
    public int? MeanPercent => Active == 0 ? null : (int)(CoursePercentSum / Active);

    public static EnrolmentSums operator +(EnrolmentSums a, EnrolmentSums b) => new(a.Active + b.Active, a.New + b.New, a.Seen + b.Seen, a.Stuck + b.Stuck, a.Finished + b.Finished,
        a.CoursePercentSum + b.CoursePercentSum, [.. a.Bands.Zip(b.Bands, (x, y) => x + y)]);
}

[GenerateSerializer, Immutable, Alias("hub.enrolments.CourseSums")]
public sealed record CourseSums(string CourseId, EnrolmentSums Sums);

/// <param name="Begun">Students of now who watched some of it or completed it.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.LessonSums")]
public sealed record LessonSums(string LessonId, int Begun, int Completed);

/// <summary>How many watched each moment of a video: the union of what each student watched, counted by student.</summary>
/// <param name="Viewers">Students of now who watched any of it.</param>
/// <param name="StepMs">Between two moments of <paramref name="Watching"/>: a whole number of seconds, so many that there are at most 1,200.</param>
/// <param name="Watching">Students who watched the moment 0, StepMs, 2 StepMs, …</param>
/// <param name="Drops">Where most are lost, the greatest first; at most three.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Audience")]
public sealed record AudienceView(string LessonId, string Title, long DurationMs, int Viewers, long StepMs, ImmutableArray<int> Watching, ImmutableArray<AudienceDrop> Drops);

/// <param name="AtMs">The moment before which more watched than after.</param>
/// <param name="Lost">Viewers fewer within a fiftieth of the video, at least 10 s.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.AudienceDrop")]
public readonly record struct AudienceDrop(long AtMs, int Lost);

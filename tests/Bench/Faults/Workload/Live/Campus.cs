namespace LearningHub.Bench.Faults;

/// <summary>What a run has beside its courses: a live class under way, and places outside where mails and pushes arrive.</summary>
/// <param name="Address">Where sockets are opened.</param>
internal sealed record Campus(Arrivals Arrivals, Classroom Classroom, Uri Address);

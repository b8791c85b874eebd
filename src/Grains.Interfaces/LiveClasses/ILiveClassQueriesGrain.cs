using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.LiveClasses;

/// <summary>Lists of live classes. Key <c>tenant/queries</c>.</summary>
public interface ILiveClassQueriesGrain : IGrainWithStringKey
{
    /// <summary>Of a course that the caller may see: what is on or to come, soonest first, then what is over, newest first; at most 100. Cancelled ones only for the staff.</summary>
    [Requires(Permission.Anyone), ReadOnly, Alias("OfCourse")] Task<Result<ImmutableArray<LiveClassRow>>> OfCourse(string courseId);

    /// <summary>On or to come in the next 30 days in the courses that the caller takes or teaches, soonest first.</summary>
    [Requires(Permission.SignedIn), ReadOnly, Alias("Coming")] Task<Result<ImmutableArray<LiveClassRow>>> Coming(int limit);
}

namespace LearningHub.Bench.Faults;

/// <param name="Seed">What the people do, and with which kills the database dies too.</param>
internal sealed record BoundarySettings(int Seed)
{
    /// <summary>One boundary in so many; 1: every one.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Checkouts and attempts at each boundary; what is made of the same parts, at some of them.</summary>
    public int EveryOf(BoundaryStory story) => story is BoundaryStory.Checkout or BoundaryStory.Attempt ? Every : 3 * Every;

    public IReadOnlyList<BoundaryStory> Stories { get; init; } = Enum.GetValues<BoundaryStory>();

    /// <summary>One boundary in so many is struck twice: once more with the database, so that the commit is lost instead of unheard.</summary>
    public int LostEvery { get; init; } = 6;

    /// <summary>Others who buy and sit exams at the same time.</summary>
    public int Others { get; init; } = 2;

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}

/// <summary>What is killed at its boundaries.</summary>
internal enum BoundaryStory { Attempt, Checkout, Refund, Cancellation, DeclinedThenPaid, AttemptThatRunsOut }

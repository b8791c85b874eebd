using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Questions;

/// <summary>Questions for those who sit an exam. Key <c>tenant/queries</c>, a stateless worker over one bounded cache of immutable versions in each
/// process, so that thousands may start in the same seconds. Only for the platform: whoever runs an attempt acts as the system actor, decides who
/// may see what, and passes on to the learner only what the review allows.</summary>
public interface IQuestionPapersGrain : IGrainWithStringKey
{
    /// <summary>The versions as a learner may see them, in the order asked, shuffled by the seed: the same seed always deals the same.</summary>
    [Requires(Permission.System), Alias("Present")] Task<ImmutableArray<PresentedQuestion>> Present(ImmutableArray<QuestionRef> questions, long seed);

    /// <summary>Draws from the bank, every question with the same chance, at their present versions. Store what was drawn with the attempt: the bank
    /// may change. What was added to the bank in the last two seconds may be missing. Errors: <c>questions.bad_draw</c>.</summary>
    [Requires(Permission.System), Alias("Draw")] Task<Result<ImmutableArray<QuestionRef>>> Draw(DrawRequest request);

    /// <summary>Marks answers, in the order asked. Pure: the same request always gives the same marks.</summary>
    [Requires(Permission.System), Alias("Mark")] Task<ImmutableArray<MarkResult>> Mark(ImmutableArray<MarkRequest> requests);

    /// <summary>The caller's own content as a learner would see it. Nothing stored is read. Errors: as a save would give.</summary>
    [Requires(Permission.Teach), Alias("Preview")] Task<Result<PresentedQuestion>> Preview(QuestionContent content, long seed);

    /// <summary>The caller's own content, answered and marked. Nothing stored is read.</summary>
    [Requires(Permission.Teach), Alias("Try")] Task<Result<MarkResult>> Try(QuestionContent content, Response response);
}

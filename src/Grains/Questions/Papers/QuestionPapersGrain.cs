using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using Orleans.Concurrency;

namespace LearningHub.Grains.Questions;

/// <summary>Key <c>tenant/queries</c>. No state of its own; versions and banks are shared by all activations of the process. Thousands of calls a second
/// from memory.</summary>
[StatelessWorker(16), GrainType("question-papers")]
internal sealed class QuestionPapersGrain(QuestionVersions versions, QuestionPools pools) : Grain, IQuestionPapersGrain
{
    private const int MostQuestions = 500;
    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<ImmutableArray<PresentedQuestion>> Present(ImmutableArray<QuestionRef> questions, long seed)
    {
        var contents = await Contents([.. questions.OrNone()]);
        return [.. contents.Select((content, i) => Presenter.Present(questions[i], content, seed))];
    }

    public async Task<Result<ImmutableArray<QuestionRef>>> Draw(DrawRequest request)
    {
        if (!KeySegment.IsValid(request.CourseId) || request.Count is < 1 or > Drawing.Most || QuestionTags.Clean(request.Tags) is not { } tags) return QuestionErrors.BadDraw;
        var bank = await pools.Get(Tenant, request.CourseId, tags);
        return Drawing.Draw(bank, request.Count, request.Seed, request.Except.OrNone().ToHashSet());
    }

    public async Task<ImmutableArray<MarkResult>> Mark(ImmutableArray<MarkRequest> requests)
    {
        var contents = await Contents([.. requests.OrNone().Select(r => r.Question)]);
        return [.. contents.Select((content, i) => Marked.Of(content, requests[i]))];
    }

    public Task<Result<PresentedQuestion>> Preview(QuestionContent content, long seed) =>
        Task.FromResult<Result<PresentedQuestion>>(QuestionCheck.Check(ref content) is { } error ? error : Presenter.Present(new("preview", 0), WithIds(content), seed));

    public Task<Result<MarkResult>> Try(QuestionContent content, Response response) =>
        Task.FromResult<Result<MarkResult>>(QuestionCheck.Check(ref content) is { } error ? error : Marked.Of(WithIds(content), new(new("preview", 0), response, 1, Negative: true)));

    private Task<QuestionContent?[]> Contents(IReadOnlyList<QuestionRef> questions) =>
        questions.Count <= MostQuestions ? versions.Get(Tenant, questions) : throw new ArgumentException($"At most {MostQuestions} questions in a call.");

    /// <summary>Parts that are new have no id yet: by their place, the same in every preview of this content.</summary>
    private static QuestionContent WithIds(QuestionContent q)
    {
        string Id(string id, string prefix, int i) => id.Length > 0 ? id : $"{prefix}{i}";
        return q with
        {
            Answers = [.. q.Answers.Select((a, i) => a with { Id = Id(a.Id, "a", i) })],
            Items = [.. q.Items.Select((x, i) => x with { Id = Id(x.Id, "i", i) })],
            Pairs = [.. q.Pairs.Select((p, i) => p with { PromptId = Id(p.PromptId, "p", i), OptionId = Id(p.OptionId, "o", i) })],
            Gaps = [.. q.Gaps.Select((g, i) => g with { Id = Id(g.Id, "g", i), Answers = [.. g.Answers.Select((a, j) => a with { Id = Id(a.Id, "a", j) })] })],
        };
    }
}

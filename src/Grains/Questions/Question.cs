using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>The rules of a question: versions only come, none changes; a change that changes nothing makes none. Who may is asked by the grain.</summary>
internal static class Question
{
    public const int MaxVersions = 500, MaxVersionBytes = 64 * 1024, MaxWords = 2_000, MaxExcerpt = 200;

    public static Decision<QuestionState> Create(QuestionState state, CreateQuestion c, Actor actor, DateTimeOffset now, Func<string> newId)
    {
        if (state.Exists) return QuestionErrors.Exists;
        var content = c.Content;
        if (QuestionCheck.Check(ref content) is { } error) return error;
        if (QuestionTags.Clean(c.Tags) is not { } tags) return QuestionErrors.BadTags;
        return WithVersion(new() { CourseId = c.CourseId, CreatedAt = now, Tags = tags }, PartIds.Given(content, null, newId), actor, now, keyChanged: false,
            new QuestionCreated(c.CourseId, content.Kind));
    }

    public static Decision<QuestionState> Change(QuestionState state, ChangeQuestion c, Actor actor, DateTimeOffset now, Func<string> newId)
    {
        if (!state.Exists) return QuestionErrors.NotFound;
        if (c.ExpectedVersion is { } expected && expected != state.Latest) return QuestionErrors.Changed;
        var content = c.Content;
        if (QuestionCheck.Check(ref content) is { } error) return error;
        if (c.Tags is { } given)
        {
            if (QuestionTags.Clean(given) is not { } tags) return QuestionErrors.BadTags;
            if (!tags.SequenceEqual(state.Tags)) state = state with { Tags = tags };
            else c = c with { Tags = null };
        }
        content = PartIds.Given(content, state.Content, newId);
        if (state.Content is { } before && Json(before) == Json(content))
            return c.Tags is null ? Decision<QuestionState>.NoChange(state) : Decision<QuestionState>.Of(state, new QuestionTagged(state.CourseId, state.Tags.Length));
        if (state.Latest >= MaxVersions) return QuestionErrors.TooManyVersions;
        var keyChanged = state.Content is null || KeyOf(state.Content) != KeyOf(content);
        return WithVersion(state, content, actor, now, keyChanged, new QuestionChanged(state.CourseId, state.Latest + 1, keyChanged));
    }

    public static Decision<QuestionState> SetTags(QuestionState state, TagQuestion c)
    {
        if (!state.Exists) return QuestionErrors.NotFound;
        if (QuestionTags.Clean(c.Tags) is not { } tags) return QuestionErrors.BadTags;
        return tags.SequenceEqual(state.Tags) ? Decision<QuestionState>.NoChange(state) : Decision<QuestionState>.Of(state with { Tags = tags }, new QuestionTagged(state.CourseId, tags.Length));
    }

    public static Decision<QuestionState> Archive(QuestionState state, bool archived)
    {
        if (!state.Exists) return QuestionErrors.NotFound;
        if (state.Archived == archived) return Decision<QuestionState>.NoChange(state);
        return Decision<QuestionState>.Of(state with { Archived = archived }, archived ? new QuestionArchived(state.CourseId) : new QuestionRestored(state.CourseId));
    }

    private static Decision<QuestionState> WithVersion(QuestionState state, QuestionContent content, Actor actor, DateTimeOffset now, bool keyChanged, DomainEvent happened)
    {
        var version = new QuestionVersion(state.Latest + 1, content, actor.UserId, now, keyChanged);
        var record = RecordChange.Put(QuestionState.VersionRecord, QuestionVersion.RecordId(version.Version), version.Version, version);
        if (Encoding.UTF8.GetByteCount(record.Json!) > MaxVersionBytes) return QuestionErrors.TooLarge;
        var next = state with { Kind = content.Kind, Name = content.Name, Words = Words(content), Excerpt = PlainWords.Begin(PlainWords.Of(content.Text), MaxExcerpt), Latest = version.Version, Content = content };
        return Decision<QuestionState>.Of(next, happened) with { Records = [record] };
    }

    private static string Words(QuestionContent q) => PlainWords.Begin(PlainWords.Of(string.Join("\n",
        [q.Text, .. q.Answers.Select(a => a.Text), .. q.Pairs.Select(p => $"{p.Prompt} {p.Option}"), .. q.Items.Select(i => i.Text), .. q.Gaps.SelectMany(g => g.Answers).Select(a => a.Text)])), MaxWords);

    private static string Json(QuestionContent content) => JsonSerializer.Serialize(content, HubJson.Options);

    /// <summary>What marks depend on, and nothing else. Wordings of choices, prompts and items are no key: their ids are.</summary>
    private static string KeyOf(QuestionContent q)
    {
        var typed = q.Kind is QuestionKind.Numeric or QuestionKind.ShortText;
        var options = q.Pairs.Select(p => p.Option).Distinct().ToList();
        return Json(q with
        {
            Name = "", Text = "", Feedback = "", KeepOrder = false,
            Answers = [.. q.Answers.Select(a => a with { Feedback = "", Text = typed ? a.Text : "" })],
            Pairs = [.. q.Pairs.Select(p => new MatchPair(p.PromptId, p.Prompt.Length > 0 ? "p" : "", p.OptionId, $"{options.IndexOf(p.Option)}"))],
            Items = [.. q.Items.Select(i => i with { Text = "" })],
            Gaps = [.. q.Gaps.Select(g => g with { Answers = [.. g.Answers.Select(a => a with { Feedback = "", Text = g.Kind == GapKind.Choice ? "" : a.Text })] })],
            Essay = null,
        });
    }
}

using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Quizzes;

/// <summary>Answers as they are stored: bounded, storable, and comparable by what they say.</summary>
internal static class Responses
{
    private const int MaxParts = 200, MaxPart = 2_000;

    /// <summary>The same answer without missing parts, and with a space for each control character: they come along with what is pasted from slides and PDFs, and nobody sees them. Null when it is out of
    /// bounds or holds what cannot be stored: NUL, and halves of surrogate pairs. The script of the page cleans in the same way.</summary>
    public static Response? Clean(Response? r)
    {
        if (r is null) return null;
        var clean = new Response(Or(r.Choices), Spaced((r.Text ?? "").ReplaceLineEndings("\n")), Spaced(r.Pairs), Or(r.Order), Spaced(r.Gaps));
        if (clean.Text.Length > Response.MaxText || !IsText(clean.Text)) return null;
        if (clean.Choices.Length > MaxParts || clean.Order.Length > MaxParts || clean.Pairs.Length > MaxParts || clean.Gaps.Length > MaxParts) return null;
        return clean.Choices.Concat(clean.Order).Concat(clean.Pairs.Concat(clean.Gaps).SelectMany(p => (string[])[p.Id, p.Value])).All(s => s is { Length: <= MaxPart } && IsText(s)) ? clean : null;
    }

    public static bool Same(Response a, Response b) =>
        a.Text == b.Text && a.Choices.AsSpan().SequenceEqual(b.Choices.AsSpan()) && a.Order.AsSpan().SequenceEqual(b.Order.AsSpan())
        && a.Pairs.AsSpan().SequenceEqual(b.Pairs.AsSpan()) && a.Gaps.AsSpan().SequenceEqual(b.Gaps.AsSpan());

    public static bool IsBlank(Response r) =>
        string.IsNullOrWhiteSpace(r.Text) && r.Choices.IsEmpty && r.Order.IsEmpty && r.Pairs.All(p => p.Value.Length == 0) && r.Gaps.All(g => string.IsNullOrWhiteSpace(g.Value));

    /// <summary>Characters it holds.</summary>
    public static int Size(Response r) =>
        r.Text.Length + r.Choices.Sum(c => c.Length) + r.Order.Sum(c => c.Length) + r.Pairs.Concat(r.Gaps).Sum(p => p.Id.Length + p.Value.Length);

    /// <summary>Control characters would be written as six.</summary>
    private static bool IsText(string text) => PlainText.IsWellFormed(text) && !text.Any(IsHidden);

    private static bool IsHidden(char c) => c is '\ufffe' || char.IsControl(c) && c is not ('\n' or '\t' or '\0');

    private static string Spaced(string text) => text.Any(IsHidden) ? string.Concat(text.Select(c => IsHidden(c) ? ' ' : c)) : text;

    private static ImmutableArray<ResponsePair> Spaced(ImmutableArray<ResponsePair> parts) => [.. Or(parts).Select(p => p.Value is { } value ? p with { Value = Spaced(value) } : p)];

    private static ImmutableArray<T> Or<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Makes the questions of a GIFT text. Read whole first: where one has an error, none is made. The ids are made of the operation's id, so that an
/// import that was cut off half-way goes on where it was when it is sent again, and makes nothing twice.</summary>
internal static class QuestionImport
{
    public const int MostQuestions = 500, MostBytes = 512 * 1024, AtOnce = 16;

    public static async Task<Result<QuestionImportReport>> Run(IGrainFactory grains, string tenant, ImportQuestions command, TimeProvider time)
    {
        var gift = command.Gift ?? "";
        if (Encoding.UTF8.GetByteCount(gift) > MostBytes) return QuestionErrors.GiftTooLarge;
        if (QuestionTags.Clean(command.Tags) is not { } tags) return QuestionErrors.BadTags;
        var file = GiftReader.Read(gift);
        if (file.Questions.Length > MostQuestions) return QuestionErrors.GiftTooLarge;
        var errors = file.Errors;
        if (file.Questions.Length == 0 && errors.Length == 0) errors = [new(1, "There is no question in this text.")];
        var run = RunId(command, time);
        var made = file.Questions.Select((q, i) => (Question: q, Id: $"{run}-{i}")).ToArray();
        var report = new QuestionImportReport([.. made.Select(m => new ImportedQuestion(command.CheckOnly || errors.Length > 0 ? "" : m.Id, m.Question.Content.Kind, m.Question.Content.Name, m.Question.Line))], errors, file.Notes, false);
        if (command.CheckOnly || errors.Length > 0) return report;
        foreach (var some in made.Chunk(AtOnce))
        {
            var results = await Task.WhenAll(some.Select(m => grains.Question(new(tenant, m.Id)).Create(
                new CreateQuestion(command.CourseId, m.Question.Content, [.. m.Question.Tags.Union(tags).Order(StringComparer.Ordinal).Take(QuestionTags.Most)]) { OperationId = $"import-{m.Id}" })));
            if (results.FirstOrDefault(r => !r.IsOk)?.Error is { } failed) return failed;
        }
        return report with { Made = true };
    }

    private static string RunId(ImportQuestions command, TimeProvider time) => command.OperationId is { } operation
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{command.CourseId}/{ActorContext.Required.UserId}/{operation}")))[..32] : KeySegment.NewId(time);
}

using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;

namespace LearningHub.Domain.Tests.Questions;

public sealed class QuestionTests
{
    private static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null);
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _ids;

    private string NewId() => $"n{_ids++}";
    private QuestionState Made(QuestionContent content) => Question.Create(QuestionState.Empty, new("c", content, ["Algebra", "algebra "]), Ines, Now, NewId).State!;
    private Decision<QuestionState> Change(QuestionState state, QuestionContent content, int? expected = null, ImmutableArray<string>? tags = null) =>
        Question.Change(state, new(content, tags, expected), Ines, Now, NewId);

    [Fact]
    public void Every_example_can_be_asked()
    {
        foreach (var example in QuestionExamples.All)
        {
            var content = example;
            QuestionCheck.Check(ref content).ShouldBeNull(example.Kind.ToString());
        }
    }

    [Fact]
    public void A_change_makes_a_version_and_no_change_makes_none()
    {
        var first = Made(QuestionExamples.Single);
        first.Tags.ShouldBe(["algebra"]);
        first.Latest.ShouldBe(1);
        Change(first, first.Content!).IsNoChange.ShouldBeTrue();
        Change(first, first.Content! with { Answers = [.. first.Content!.Answers.Select(a => a with { Id = "" })] }).IsNoChange.ShouldBeTrue("parts of the same text are the same parts");
        var second = Change(first, first.Content! with { Text = "Another wording" });
        second.State!.Latest.ShouldBe(2);
        second.Events.ShouldBe([new QuestionChanged("c", 2, KeyChanged: false)]);
        second.Records.ShouldHaveSingleItem().Id.ShouldBe("000002");
        Change(first, first.Content! with { Text = "x" }, expected: 2).Error.ShouldBe(QuestionErrors.Changed);
        Change(first, first.Content!, tags: ["new"]).Events.ShouldBe([new QuestionTagged("c", 1)]);
    }

    [Fact]
    public void A_change_of_the_key_is_told()
    {
        bool Changed(QuestionContent from, Func<QuestionContent, QuestionContent> edit)
        {
            var state = Made(from);
            return ((QuestionChanged)Change(state, edit(state.Content!)).Events[0]).KeyChanged;
        }
        Changed(QuestionExamples.Single, q => q with { Answers = q.Answers.SetItem(1, q.Answers[1] with { Weight = 50 }) }).ShouldBeTrue();
        Changed(QuestionExamples.Single, q => q with { Answers = q.Answers.SetItem(1, q.Answers[1] with { Text = "Lille" }) }).ShouldBeFalse();
        Changed(QuestionExamples.ShortText, q => q with { Answers = q.Answers.SetItem(1, q.Answers[1] with { Text = "or*" }) }).ShouldBeTrue();
        Changed(QuestionExamples.ShortText, q => q with { CaseSensitive = true }).ShouldBeTrue();
        Changed(QuestionExamples.Ordering, q => q with { Items = [.. q.Items.Reverse()] }).ShouldBeTrue();
        Changed(QuestionExamples.Matching, q => q with { Pairs = q.Pairs.SetItem(2, q.Pairs[2] with { Option = "Italy" }) }).ShouldBeTrue();
        Changed(QuestionExamples.Essay, q => q with { Essay = q.Essay! with { GraderNotes = "More." } }).ShouldBeFalse();
    }

    [Fact]
    public void Ids_are_given_by_the_bank_and_kept_over_versions()
    {
        var state = Made(QuestionExamples.Matching);
        var ids = state.Content!.Pairs.SelectMany(p => new[] { p.PromptId, p.OptionId }).ToArray();
        ids.ShouldAllBe(id => id.StartsWith('n'), "what the caller wrote as an id is not taken");
        ids.Distinct().Count().ShouldBe(8);
        var next = Change(state, state.Content! with { Pairs = state.Content!.Pairs.RemoveAt(0).Add(new("n3", "Madrid", "", "Spain")) }).State!.Content!;
        next.Pairs[0].ShouldBe(state.Content!.Pairs[1]);
        next.Pairs[3].PromptId.ShouldNotBe("n3", "an id is given once");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_asked_or_marked_is_refused_at_its_field(string code, string field, QuestionContent content)
    {
        var error = QuestionCheck.Check(ref content).ShouldNotBeNull();
        error.Code.ShouldBe(code);
        error.Field.ShouldBe(field);
    }

    public static TheoryData<string, string, QuestionContent> Refused => new()
    {
        { "questions.text_required", "text", QuestionExamples.Single with { Text = " \n " } },
        { "questions.text_invalid", "text", QuestionExamples.Single with { Text = "a\0b" } },
        { "questions.text_invalid", "text", QuestionExamples.Single with { Text = new('x', 17 * 1024) } },
        { "questions.name_invalid", "name", QuestionExamples.Single with { Name = new('x', 121) } },
        { "questions.kind_invalid", "kind", QuestionExamples.Single with { Kind = (QuestionKind)99 } },
        { "questions.answers_invalid", "answers", QuestionExamples.Single with { Answers = default } },
        { "questions.answers_invalid", "answers", QuestionExamples.Single with { Answers = [new("a", "x", 90), new("b", "y", 0)] } },
        { "questions.answers_weight_invalid", "answers.1.weight", QuestionExamples.Single with { Answers = [new("a", "x", 100), new("b", "y", 100.5m)] } },
        { "questions.answers_weight_invalid", "answers.1.weight", QuestionExamples.Single with { Answers = [new("a", "x", 100), new("b", "y", 1.234567m)] } },
        { "questions.answers_text_invalid", "answers.1.text", QuestionExamples.Single with { Answers = [new("a", "x", 100), new("b", " x ", 0)] } },
        { "questions.answers_text_required", "answers.0.text", QuestionExamples.Single with { Answers = [new("a", "", 100), new("b", "x", 0)] } },
        { "questions.answers_invalid", "answers", QuestionExamples.Multiple with { Answers = [new("a", "x", 60), new("b", "y", 60)] } },
        { "questions.answers_invalid", "answers", QuestionExamples.TrueFalse with { Answers = [new("true", "True", 100), new("false", "False", 100)] } },
        { "questions.answers_tolerance_invalid", "answers.0.tolerance", QuestionExamples.Numeric with { Answers = [new("a", "1", 100, "", "-1")] } },
        { "questions.answers_text_invalid", "answers.0.text", QuestionExamples.Numeric with { Answers = [new("a", "1,5", 100)] } },
        { "questions.answers_weight_invalid", "answers.0.weight", QuestionExamples.ShortText with { Answers = [new("a", "x", -1)] } },
        { "questions.answers_required", "answers", QuestionExamples.ShortText with { Answers = [] } },
        { "questions.pairs_invalid", "pairs", QuestionExamples.Matching with { Pairs = [new("a", "x", "b", "y"), new("c", "", "d", "z")] } },
        { "questions.pairs_invalid", "pairs", QuestionExamples.Matching with { Pairs = [new("a", "x", "b", "y"), new("c", "w", "d", "y")] } },
        { "questions.items_text_invalid", "items.1.text", QuestionExamples.Ordering with { Items = [new("a", "x"), new("b", "x")] } },
        { "questions.text_invalid", "text", QuestionExamples.FillIn with { Text = "No gap here." } },
        { "questions.text_invalid", "text", QuestionExamples.FillIn with { Text = "[[1]] [[1]] [[2]] [[3]]" } },
        { "questions.text_invalid", "text", QuestionExamples.FillIn with { Text = "[[1]] [[2]] [[3]] [[4]]" } },
        { "questions.gaps_share_invalid", "gaps.0.share", QuestionExamples.FillIn with { Text = "[[1]]", Gaps = [QuestionExamples.FillIn.Gaps[0] with { Share = 0 }] } },
        { "questions.essay_max_words_invalid", "essay.maxWords", QuestionExamples.Essay with { Essay = new("", "", 10, 5) } },
    };
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;

namespace LearningHub.Domain.Tests.Questions;

public sealed class GiftTests
{
    private static QuestionContent One(string gift)
    {
        var file = GiftReader.Read(gift);
        file.Errors.ShouldBeEmpty();
        return file.Questions.ShouldHaveSingleItem().Content;
    }

    // The examples of the GIFT documentation.
    [Fact]
    public void Ordinary_GIFT_is_read()
    {
        var grant = One("::Q1:: Who's buried in Grant's tomb?{~Grant ~Jefferson =no one#Right, he is above ground.}");
        (grant.Kind, grant.Name, grant.Text).ShouldBe((QuestionKind.SingleChoice, "Q1", "Who's buried in Grant's tomb?"));
        grant.Answers.Select(a => (a.Text, a.Weight, a.Feedback)).ShouldBe([("Grant", 0m, ""), ("Jefferson", 0m, ""), ("no one", 100m, "Right, he is above ground.")]);

        One("The American holiday of Thanksgiving is celebrated on the {~second ~third =fourth} Thursday of November.").Text.ShouldBe("The American holiday of Thanksgiving is celebrated on the _____ Thursday of November.");
        One("Two plus two equals {=four =4}.").ShouldSatisfyAllConditions(q => q.Kind.ShouldBe(QuestionKind.ShortText), q => q.Answers.Length.ShouldBe(2));
        One("Grant was buried in a tomb in New York City.{T}").Answers.Select(a => a.Weight).ShouldBe([100m, 0m]);
        var sun = One("The sun rises in the West.{FALSE#Look again.#Good.####It rises in the East.}");
        sun.Answers.Select(a => (a.Weight, a.Feedback)).ShouldBe([(0m, "Look again."), (100m, "Good.")]);
        sun.Feedback.ShouldBe("It rises in the East.");
        var match = One("Match the country with its capital. {\n=Canada -> Ottawa\n=Italy -> Rome\n=Japan -> Tokyo\n=India -> New Delhi\n}");
        match.Pairs.Select(p => (p.Prompt, p.Option)).ShouldBe([("Canada", "Ottawa"), ("Italy", "Rome"), ("Japan", "Tokyo"), ("India", "New Delhi")]);
        One("When was Ulysses S. Grant born? {#1822:5}").Answers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Text.ShouldBe("1822"), a => a.Tolerance.ShouldBe("5"));
        One("What is pi (to 3 places)? {#3.141..3.142}.").Answers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Text.ShouldBe("3.1415"), a => a.Tolerance.ShouldBe("0.0005"));
        One("When was he born? {#=1822:0 =%50%1822:2#Close.}").Answers.Select(a => (a.Text, a.Tolerance, a.Weight, a.Feedback)).ShouldBe([("1822", "0", 100m, ""), ("1822", "2", 50m, "Close.")]);
        var two = One("What two people are entombed in Grant's tomb? {~%-100%No one ~%50%Grant ~%50%Grant's wife ~%-100%Grant's father}");
        (two.Kind, two.Answers.Sum(a => a.Weight)).ShouldBe((QuestionKind.MultipleChoice, -100m));
        One("Write a short biography of Dag Hammarskjöld. {}").Kind.ShouldBe(QuestionKind.Essay);
        One("Which answer equals 5? {~ \\= 2 + 2 = \\= 2 + 3 ~ \\= 2 + 4}").Answers.Select(a => a.Text).ShouldBe(["= 2 + 2", "= 2 + 3", "= 2 + 4"]);
        One("[html]<p>What is <b>2</b> &lt; 3?</p>{T}").Text.ShouldBe("What is **2** < 3?");
        One("::Order::Sort these {>ALL ABSOLUTE_POSITION VERTICAL\none\ntwo\nthree\n}").ShouldSatisfyAllConditions(q => q.Items.Length.ShouldBe(3), q => q.OrderMarking.ShouldBe(OrderMarking.Position));
        One("// [kind:fill-in]\nThe {=Seine} flows through {~Rome =Paris}.").ShouldSatisfyAllConditions(q => q.Text.ShouldBe("The [[1]] flows through [[2]]."), q => q.Gaps[1].Kind.ShouldBe(GapKind.Choice));
    }

    [Theory]
    [InlineData("Fine {T}\n\nNo braces here", 3, "There is no { }")]
    [InlineData("Fine {T}\n\n\n::Name\nBroken {=a", 4, ":: and never ends")]
    [InlineData("Open {=a\n\nNext {T}", 1, "never closed")]
    [InlineData("Closed =a}", 1, "without its {")]
    [InlineData("Nested {={a} ~b}", 1, "inside of { }")]
    [InlineData("Weights {~%40%a ~%40%b}", 1, "exactly 100 %")]
    [InlineData("Weights {=a ~%x%b}", 1, "no weight")]
    [InlineData("Number {#abc}", 1, "Write a number")]
    [InlineData("Twice {=a ~b ~b}", 1, "there already")]
    [InlineData("Answers {a b}", 1, "begin with =")]
    [InlineData("Pairs {=a -> b =c}", 1, "its ->")]
    [InlineData("One pair {=a -> b}", 1, "2 to 30")]
    [InlineData("Range {#5..1}", 1, "no range")]
    [InlineData("Fine {T}\n\nRange {#-79228162514264337593543950335..79228162514264337593543950335}", 3, "too wide")]
    [InlineData("Range {#-79228162514264337593543950335..1}", 1, "too wide")]
    [InlineData("Weights {~%79228162514264337593543950335%a ~%79228162514264337593543950335%b}", 1, "")]
    [InlineData("Weights {=%79228162514264337593543950335%a =%-79228162514264337593543950335%b}", 1, "")]
    [InlineData("// [wrong:-79228162514264337593543950335]\nWrong {T}", 2, "")]
    [InlineData("// [tag:a]b,c]\n// [tag:x,y]\n\nQ {T}\n\n// [tag:x,y]\nR {T}", 7, "tags")]
    [InlineData("{=a ~b}", 1, "Write the question")]
    public void A_broken_question_is_told_with_its_line(string gift, int line, string message)
    {
        var file = GiftReader.Read(gift);
        var error = file.Errors.ShouldHaveSingleItem();
        error.Line.ShouldBe(line);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        var file = GiftReader.Read("$CATEGORY: tom/dick\n\n[html]See <img src=\"@@PLUGINFILE@@/x.png\"> this {T}");
        file.Errors.ShouldBeEmpty();
        file.Notes.Length.ShouldBe(2);
        file.Notes[1].ShouldContain("Line 3");
    }

    [Fact]
    public void Exporting_importing_and_exporting_again_is_a_fixed_point()
    {
        var odd = "= ~ # { } : \\ // $CATEGORY -> a::b\n\nsecond \\n line \\\\ -\\> ####";
        ImmutableArray<QuestionContent> questions =
        [
            .. QuestionExamples.All,
            QuestionExamples.Single with { Name = odd.Replace('\n', ' ')[..60], Text = odd, Feedback = odd, KeepOrder = true, Answers = [new("a", "%50% of it", 100, odd), new("b", "100", 100), new("c", odd, -33.33333m, "%")] },
            QuestionExamples.Multiple with { ChoiceMarking = ChoiceMarking.AllOrNothing },
            QuestionExamples.Numeric with { Answers = [new("a", "-1.5e-7", 100, odd, "0.05", ToleranceKind.Relative), new("b", "2", 12.5m)] },
            QuestionExamples.ShortText with { CaseSensitive = true, AccentSensitive = true, Answers = [new("a", @"2\*3*", 100, odd), new("b", "%5", 100), new("c", @"\", 14.28571m)] },
            QuestionExamples.Matching with { Pairs = [new("p", odd, "o", odd), new("q", "b -> c", "r", "->"), new("", "", "s", "nothing")] },
            QuestionExamples.FillIn with { Text = "[[2]] first, then [[1]] and [[3]] {x}.", Feedback = odd },
            QuestionExamples.FillIn with { Text = "Only [[1]].", Gaps = [QuestionExamples.FillIn.Gaps[2]] },
            .. Enum.GetValues<OrderMarking>().Select(m => QuestionExamples.Ordering with { OrderMarking = m, Items = [new("1", odd), new("2", "// two"), new("3", "{")] }),
        ];
        var first = Export(questions.Select(q => (Checked(q), ImmutableArray.Create("easy", "unit 1"))));
        var read = GiftReader.Read(first);
        read.Errors.ShouldBeEmpty(first);
        read.Questions.Length.ShouldBe(questions.Length);
        Export(read.Questions.Select(q => (q.Content, q.Tags))).ShouldBe(first);
        read.Questions[10].Content.ShouldSatisfyAllConditions(q => q.Text.ShouldBe(odd), q => q.Answers.Select(a => a.Weight).ShouldBe([100m, 100m, -33.33333m]), q => q.KeepOrder.ShouldBeTrue());
        read.Questions[0].Tags.ShouldBe(["easy", "unit 1"]);
    }

    private static QuestionContent Checked(QuestionContent q)
    {
        QuestionCheck.Check(ref q).ShouldBeNull();
        return q;
    }

    private static string Export(IEnumerable<(QuestionContent, ImmutableArray<string>)> questions) => GiftWriter.Write(questions, new List<string>());
}

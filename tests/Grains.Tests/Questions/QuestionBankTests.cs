using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;
using LearningHub.Grains.Tests.Courses;
using Xunit.Abstractions;

namespace LearningHub.Grains.Tests.Questions;

[Collection("hub")]
public sealed class QuestionBankTests(HubFixture hub, ITestOutputHelper output)
{
    private readonly School _school = new(hub);

    private IQuestionGrain Question(string id) => _school.Grains.Question(new QuestionKey(_school.Tenant, id));
    private IQuestionBankGrain Bank => _school.Grains.Queries<IQuestionBankGrain>(_school.Tenant);
    private IQuestionPapersGrain Papers => _school.Grains.Queries<IQuestionPapersGrain>(_school.Tenant);

    private static QuestionContent Capital(string right = "Paris") => QuestionContent.Of(QuestionKind.SingleChoice, "Capital", "What is the capital of France?") with
    {
        Answers = [new("", right, 100, "Yes."), new("", "Lyon", 0), new("", "Rome", -50)],
    };

    private async Task<QuestionSaved> Make(string course, string id, QuestionContent? content = null, params string[] tags)
    {
        using var _ = _school.Teacher();
        return await Question(id).Create(new CreateQuestion(course, content ?? Capital(), [.. tags])).Done();
    }

    [Fact]
    public async Task Versions_never_change_and_a_paper_keeps_its_own()
    {
        var course = await _school.Draft();
        await Make(course, "q1");
        QuestionView first;
        using (_school.Teacher())
        {
            first = await Question("q1").Get().Done();
            var content = first.Content with { Answers = first.Content.Answers.SetItem(0, first.Content.Answers[0] with { Weight = 0 }).SetItem(1, first.Content.Answers[1] with { Weight = 100 }) };
            (await Question("q1").Change(new(content, null, 1)).Done()).Version.ShouldBe(2);
            (await Question("q1").Change(new(content, null, 1)).Refused()).ShouldBe("questions.changed");
            (await Question("q1").Change(new(content, null, 2)).Done()).Version.ShouldBe(2, "nothing is different");
            (await Question("q1").GetVersion(1).Done()).Content.Answers.ShouldBe(first.Content.Answers);
            (await Question("q1").Versions().Done()).Select(v => (v.Version, v.KeyChanged)).ShouldBe([(2, true), (1, false)]);
            (await Question("q1").GetVersion(3).Refused()).ShouldBe("questions.version_not_found");
        }
        using (_school.Platform())
        {
            var paris = Response.Empty with { Choices = [first.Content.Answers[0].Id] };
            var marks = await Papers.Mark([new(new("q1", 1), paris, 3), new(new("q1", 2), paris, 3), new(new("q1", 9), paris, 3)]);
            marks.Select(m => m.Mark).ShouldBe([3, 0, 0]);
            marks.Select(m => m.State).ShouldBe([MarkState.Right, MarkState.Wrong, MarkState.Unknown]);
            var shown = await Papers.Present([new("q1", 2), new("none", 1)], 7);
            shown[0].Choices.Select(c => c.Text).Order().ShouldBe(["Lyon", "Paris", "Rome"]);
            shown[1].Found.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Only_the_staff_of_the_course_come_near_the_bank()
    {
        var course = await _school.Published();
        await Make(course, "q1");
        using (ActorContext.As(new Actor(_school.Tenant, "otto", [Roles.Instructor], null)))
        {
            (await Question("q1").Get().Refused()).ShouldBe("questions.not_found");
            (await Question("q1").Change(new(Capital(), null, null)).Refused()).ShouldBe("questions.not_found");
            (await Question("q1").Archive(new()).Refused()).ShouldBe("questions.not_found");
            (await Question("q1").Create(new CreateQuestion(course, Capital(), [])).Refused()).ShouldBe("courses.not_yours");
            (await Question("q2").Create(new CreateQuestion(course, Capital(), [])).Refused()).ShouldBe("courses.not_yours");
            (await Question("q2").Create(new CreateQuestion("none", Capital(), [])).Refused()).ShouldBe("courses.not_found");
            (await Bank.Search(new(course, "", null, null, false, null, 10)).Refused()).ShouldBe("courses.not_yours");
            (await Bank.Export(course, null).Refused()).ShouldBe("courses.not_yours");
            (await Bank.Import(new(course, "Q {T}", [], false)).Refused()).ShouldBe("courses.not_yours");
            await Should.ThrowAsync<ActorDeniedException>(() => Papers.Mark([new(new("q1", 1), Response.Empty, 1)]));
        }
        using (_school.Student("sam"))
        {
            await Should.ThrowAsync<ActorDeniedException>(() => Question("q1").Get());
            await Should.ThrowAsync<ActorDeniedException>(() => Papers.Present([new("q1", 1)], 1));
        }
        using (ActorContext.As(new Actor("other", "ines", [Roles.Admin], null))) await Should.ThrowAsync<ActorDeniedException>(() => Question("q1").Get());
    }

    [Fact]
    public async Task A_retry_makes_nothing_twice_and_edits_at_the_same_time_do_not_mix()
    {
        var course = await _school.Draft();
        using var _ = _school.Teacher();
        var create = new CreateQuestion(course, Capital(), ["x"]) { OperationId = "k" };
        var first = await Question("q1").Create(create).Done();
        (await Question("q1").Create(create).Done()).ShouldBe(first);
        (await Question("q1").Create(create with { OperationId = "other" }).Refused()).ShouldBe("questions.exists");
        var change = new ChangeQuestion(Capital("Paris, France"), null, null) { OperationId = "c" };
        var changed = await Question("q1").Change(change).Done();
        (await Question("q1").Change(change).Done()).ShouldBe(changed);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Question("q1").Change(new(Capital($"P{i}"), null, 2))));
        results.Count(r => r.IsOk).ShouldBe(1);
        results.Where(r => !r.IsOk).ShouldAllBe(r => r.Error!.Code == "questions.changed");
        (await Question("q1").Get().Done()).Latest.ShouldBe(3);
    }

    [Fact]
    public async Task The_bank_is_searched_by_words_kind_and_tag_in_pages()
    {
        var course = await _school.Draft();
        await Make(course, "q1", null, "Geography", "easy");
        await Make(course, "q2", QuestionContent.Of(QuestionKind.Numeric, "Pi", "How much is π, with crème brûlée?") with { Answers = [new("", "3.14", 100)] }, "maths");
        var last = await Make(course, "q3", QuestionContent.Of(QuestionKind.Essay, "Why?", "Explain."), "easy");
        await hub.Passed(QuestionsView.ViewName, last.Receipt);
        using var _ = _school.Teacher();
        async Task<string> Found(string search = "", QuestionKind? kind = null, string? tag = null, bool archived = false) =>
            string.Concat((await Bank.Search(new(course, search, kind, tag, archived, null, 10)).Done()).Items.Select(q => q.QuestionId).Order());
        (await Found()).ShouldBe("q1q2q3");
        (await Found("capital")).ShouldBe("q1");
        (await Found("lyo")).ShouldBe("q1");
        (await Found("CREME")).ShouldBe("q2");
        (await Found("geography")).ShouldBe("q1");
        (await Found(kind: QuestionKind.Essay)).ShouldBe("q3");
        (await Found(tag: "easy")).ShouldBe("q1q3");
        (await Found("' | !")).ShouldBe("");
        (await Bank.Search(new(course, "\ud800", null, null, false, null, 10)).Refused()).ShouldBe("questions.search_too_long");
        (await Bank.Tags(course).Done()).ShouldBe([new("easy", 2), new("geography", 1), new("maths", 1)]);
        await hub.Passed(QuestionsView.ViewName, (await Question("q1").Archive(new()).Done()).Receipt);
        (await Found()).ShouldBe("q2q3");
        (await Found(archived: true)).ShouldBe("q1");
        var page = await Bank.Search(new(course, "", null, null, false, null, 1)).Done();
        page.Total.ShouldBe(2);
        var next = await Bank.Search(new(course, "", null, null, false, page.Next, 1)).Done();
        next.Next.ShouldBeNull();
        next.Items[0].QuestionId.ShouldNotBe(page.Items[0].QuestionId);
        (await Bank.Search(new(course, "", null, null, false, "nonsense", 1)).Refused()).ShouldBe("common.bad_cursor");
    }

    [Fact]
    public async Task A_draw_takes_from_the_bank_what_carries_the_tags_and_is_stable()
    {
        var course = await _school.Draft();
        QuestionSaved last = null!;
        for (var i = 0; i < 12; i++) last = await Make(course, $"d{i}", null, i % 2 == 0 ? ["even"] : ["odd"]);
        await hub.Passed(QuestionsView.ViewName, last.Receipt);
        using var _ = _school.Platform();
        var drawn = await Papers.Draw(new(course, ["Even"], 4, 99, [])).Done();
        drawn.Length.ShouldBe(4);
        drawn.ShouldAllBe(q => int.Parse(q.QuestionId.Substring(1)) % 2 == 0 && q.Version == 1);
        (await Papers.Draw(new(course, ["even"], 4, 99, [])).Done()).ShouldBe(drawn);
        (await Papers.Draw(new(course, [], 50, 99, [drawn[0].QuestionId])).Done()).Length.ShouldBe(11);
        (await Papers.Draw(new(course, [], 0, 99, [])).Refused()).ShouldBe("questions.bad_draw");
        (await Papers.Draw(new("no/such", [], 1, 99, [])).Refused()).ShouldBe("questions.bad_draw");
        (await Papers.Draw(new("none", [], 1, 99, [])).Done()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_thousand_who_start_at_once_read_each_version_once()
    {
        var course = await _school.Draft();
        for (var i = 0; i < 20; i++) await Make(course, $"s{i}");
        var cold = new QuestionVersions(hub.Database);
        var paper = Enumerable.Range(0, 20).Select(i => new QuestionRef($"s{i}", 1)).ToArray();
        var all = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => Task.Run(() => cold.Get(_school.Tenant, paper))));
        all.ShouldAllBe(contents => contents.All(c => c!.Name == "Capital"));
        cold.Reads.ShouldBeLessThan(25, "who asks for what is being read waits for that reading");
        var small = new QuestionVersions(hub.Database, maxBytes: 3_000);
        await small.Get(_school.Tenant, paper);
        small.Bytes.ShouldBeLessThanOrEqualTo(3_000);
        (await small.Get("other", paper)).ShouldAllBe(c => c == null, "another tenant's versions are not there");
    }

    [Fact]
    public async Task Two_thousand_learners_draw_open_and_hand_in_a_paper_of_their_own()
    {
        var course = await _school.Draft();
        QuestionSaved last = null!;
        for (var i = 0; i < 40; i++) last = await Make(course, $"p{i}");
        await hub.Passed(QuestionsView.ViewName, last.Receipt);
        using var _ = _school.Platform();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var papers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async learner =>
        {
            var drawn = await Papers.Draw(new(course, [], 20, learner, [])).Done();
            var shown = await Papers.Present(drawn, learner);
            var marked = await Papers.Mark([.. shown.Select(q => new MarkRequest(q.Question, Response.Empty with { Choices = [q.Choices.Single(c => c.Text == "Paris").Id] }, 1))]);
            return (Drawn: drawn, Shown: shown, Mark: marked.Sum(m => m.Mark));
        }));
        output.WriteLine($"2,000 learners drew 20 of 40, were shown and marked in {clock.ElapsedMilliseconds} ms");
        papers.ShouldAllBe(p => p.Mark == 20 && p.Drawn.Length == 20);
        (await Papers.Present(papers[7].Drawn, 7)).Select(q => string.Join(',', q.Choices.Select(c => c.Id))).ShouldBe(papers[7].Shown.Select(q => string.Join(',', q.Choices.Select(c => c.Id))));
        papers.Select(p => string.Join(',', p.Drawn.Select(q => q.QuestionId))).Distinct().Count().ShouldBe(2_000);
    }

    [Fact]
    public async Task An_import_is_whole_or_nothing_and_its_export_is_the_same_text()
    {
        var course = await _school.Draft();
        using var _ = _school.Teacher();
        const string gift = "::A:: One and one is {=2 ~3}\n\n// [tag:sums]\n::B:: Two and two is {#4:0}\n\n::C:: Match {\n=a -> b\n=c -> d\n}\n";
        var checkedOnly = await Bank.Import(new(course, gift, ["term 1"], CheckOnly: true)).Done();
        (checkedOnly.Questions.Length, checkedOnly.Made).ShouldBe((3, false));
        var broken = await Bank.Import(new(course, gift + "\n\nBroken {=a", [], false)).Done();
        broken.Made.ShouldBeFalse();
        broken.Errors.ShouldHaveSingleItem().Line.ShouldBe(12);
        (await Bank.Search(new(course, "", null, null, false, null, 10)).Done()).Items.ShouldBeEmpty();

        var made = await Bank.Import(new(course, gift, ["term 1"], false) { OperationId = "run-1" }).Done();
        made.Made.ShouldBeTrue();
        (await Bank.Import(new(course, gift, ["term 1"], false) { OperationId = "run-1" }).Done()).Questions.Select(q => q.QuestionId).ShouldBe(made.Questions.Select(q => q.QuestionId));
        foreach (var question in made.Questions) await hub.Passed(QuestionsView.ViewName, new("question", $"{_school.Tenant}/{question.QuestionId}", 1));
        var found = await Bank.Search(new(course, "", null, "term 1", false, null, 10)).Done();
        found.Total.ShouldBe(3);
        found.Items.Single(q => q.Name == "B").Tags.ShouldBe(["sums", "term 1"]);

        var export = await Bank.Export(course, null).Done();
        export.Questions.ShouldBe(3);
        var other = await _school.Draft("Another course");
        var again = await Bank.Import(new(other, export.Gift, [], false)).Done();
        foreach (var question in again.Questions) await hub.Passed(QuestionsView.ViewName, new("question", $"{_school.Tenant}/{question.QuestionId}", 1));
        (await Bank.Export(other, null).Done()).Gift.ShouldBe(export.Gift);
    }
}

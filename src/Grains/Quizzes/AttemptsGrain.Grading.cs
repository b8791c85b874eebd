using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>Looking back, and marking by people.</summary>
internal sealed partial class AttemptsGrain
{
    public async Task<Result<AttemptReview>> Review(int number)
    {
        if (await Known() is not { } access) return QuizErrors.NotFound;
        if (State.Find(number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.State == AttemptState.Running) return QuizErrors.NoReview;
        if (attempt.State == AttemptState.HandedIn) return QuizErrors.Marking;
        var now = time.GetUtcNow();
        var shows = access.IsStaff ? ReviewShows.All : AttemptTimes.Shows(access.Rules, attempt.HandedInAt!.Value, now);
        if (shows == ReviewShows.Nothing) return QuizErrors.NoReview;
        return await ReviewOf(attempt, access, shows, now);
    }

    public async Task<bool> ShowsGrade() => State.Attempts.IsEmpty || await Rules() is { } rules && AttemptViews.ShowsGrade(State, rules, time.GetUtcNow());

    public async Task<Result<AttemptReview>> Claim(ClaimEssay command)
    {
        if (await Known() is not { IsStaff: true } access) return QuizErrors.NotFound;
        var (actor, names, now) = (Actor, await HolderNames(), time.GetUtcNow());
        var claimed = await Execute(command, s => Marking.Claim(s, command, actor, names, now), (_, v) => new Receipt(AttemptsState.AggregateType, Key, v));
        if (!claimed.IsOk) return claimed.Error;
        await TellGraders(command.Number, command.Place);
        return await ReviewOf(State.Find(command.Number)!, access, ReviewShows.All, now);
    }

    public async Task<Result<Receipt>> Release(ReleaseEssay command)
    {
        if (await Known() is not { IsStaff: true }) return QuizErrors.NotFound;
        var actor = Actor;
        var released = await Execute(command, s => Marking.Release(s, command, actor));
        if (released.IsOk) await TellGraders(command.Number, command.Place);
        return released;
    }

    public async Task<Result<Receipt>> Grade(GradeEssay command)
    {
        if (await Known() is not { IsStaff: true } access) return QuizErrors.NotFound;
        if (State.Find(command.Number) is null) return QuizErrors.AttemptNotFound;
        var (actor, names, version) = (Actor, await HolderNames(), Version);
        var data = await Load(command.Number);
        // Marks as read must be those that the decision is stored over.
        var graded = await Execute(command, s => Version == version ? Marking.Grade(s, command, data, access.Rules, actor, names, time.GetUtcNow()) : QuizErrors.GradedMeanwhile);
        if (!graded.IsOk) return graded;
        await TellGraders(command.Number, command.Place);
        if (State.Find(command.Number) is { State: AttemptState.Graded }) await Tell("graded", new { Id.QuizId, command.Number });
        return graded;
    }

    private async Task<AttemptReview> ReviewOf(Attempt attempt, AttemptAccess access, ReviewShows shows, DateTimeOffset now)
    {
        var data = await Load(attempt.Number);
        var items = data.Paper.Items;
        var answers = items.ToDictionary(i => i.Place, i => Marking.Final(data.Answer(i.Place), data.Paper));
        var questions = await AsPlatform(() => Papers.Present([.. items.Select(i => i.Question)], attempt.Seed));
        // Feedback and right answers of the key that gave the mark; the marks themselves are those stored.
        var results = await AsPlatform(() => Papers.Mark([.. items.Select(i =>
            new MarkRequest(new(i.QuestionId, data.Marks.GetValueOrDefault(i.Place)?.QuestionVersion ?? i.Version), answers[i.Place].Response, i.MaxMark, data.Paper.NegativeMarks))]));
        var people = data.Marks.Values.SelectMany(m => m.History).Select(h => h.ByUserId).Concat(attempt.ToGrade.Select(e => e.ClaimedBy ?? "")).Append(Id.UserId).Where(u => u.Length > 0);
        var names = await _names.Of(people);
        var notes = access.IsStaff ? await GraderNotes(items, questions) : ImmutableDictionary<int, string>.Empty;

        EssayClaim? ClaimOn(int place) => attempt.ToGrade.FirstOrDefault(e => e.Place == place) is { } essay && essay.HolderAt(now) is { } holder
            ? new(holder, names[holder], essay.ClaimedUntil!.Value) : null;
        return new AttemptReview(Id.QuizId, access.Rules.CourseId, access.Rules.LessonId, Id.UserId, names[Id.UserId], AttemptViews.Summary(attempt, State, access.Rules, access.IsStaff, now), shows,
            [.. items.Select((item, i) => AttemptViews.Reviewed(item, questions[i], answers[item.Place], data.Marks.GetValueOrDefault(item.Place), results[i], shows,
                ClaimOn(item.Place), notes.GetValueOrDefault(item.Place, ""), names, access.IsStaff))], access.IsStaff);
    }

    private async Task<ImmutableDictionary<int, string>> GraderNotes(ImmutableArray<PaperItem> items, ImmutableArray<PresentedQuestion> questions)
    {
        var notes = ImmutableDictionary.CreateBuilder<int, string>();
        foreach (var (item, question) in items.Zip(questions).Where(x => x.Second.Kind == QuestionKind.Essay))
            if ((await GrainFactory.Question(new(Id.Tenant, item.QuestionId)).GetVersion(item.Version)).Value?.Content.Essay?.GraderNotes is { Length: > 0 } text)
                notes[item.Place] = text;
        return notes.ToImmutable();
    }

    private async Task<Func<string, string>> HolderNames()
    {
        var names = await _names.Of(State.Attempts.SelectMany(a => a.ToGrade).Select(e => e.ClaimedBy).OfType<string>());
        return id => names.GetValueOrDefault(id, "");
    }

    private Task TellGraders(int number, int place) => State.Preview ? Task.CompletedTask
        : this.Publish(LiveTopics.Quiz(Id.QuizId), "grading", 0, new { Id.UserId, number, place, waiting = State.Find(number)?.ToGrade.Length ?? 0 });
}

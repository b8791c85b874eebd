using System.Collections.Immutable;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>The rules of setting a quiz up. Who may do so is asked of the course before.</summary>
internal static class Quiz
{
    public const int MaxSlots = 100, MaxQuestions = 200, MaxOverrides = 1_000, MaxRegrades = 20, MaxAttempts = 100;
    private const int MaxInstructionBytes = 8 * 1024, MaxTags = 5, WeekInSeconds = 7 * 24 * 3600;
    private const string BadDate = "Choose a date between the years 2000 and 2200.";

    public static Decision<QuizState> Create(QuizState state, CreateQuiz c) => state.Exists
        ? Decision<QuizState>.NoChange(state)
        : Decision<QuizState>.Of(state with { CourseId = c.CourseId, LessonId = c.LessonId }, new QuizCreated(c.CourseId, c.LessonId));

    public static Decision<QuizState> Configure(QuizState state, ConfigureQuiz c, long version)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        if (c.ExpectedVersion is { } expected && expected != version) return QuizErrors.Changed;
        var settings = c.Settings;
        if (Check(ref settings) is { } error) return error;
        if (settings == state.Settings) return Decision<QuizState>.NoChange(state);
        var timing = settings.TimeLimitSeconds != state.Settings.TimeLimitSeconds || settings.ClosesAt != state.Settings.ClosesAt;
        var grading = settings.Counting != state.Settings.Counting || settings.PassPercent != state.Settings.PassPercent;
        return Configured(state with { Settings = settings }, timing, grading);
    }

    private static Error? Check(ref QuizSettings s)
    {
        var text = (s.Instructions ?? "").ReplaceLineEndings("\n").Trim();
        if (!PlainText.IsWellFormed(text) || Encoding.UTF8.GetByteCount(text) > MaxInstructionBytes) return QuizErrors.Bad("instructions", "The instructions may have at most 8 KB of text.");
        if (s.TimeLimitSeconds is < 10 or > WeekInSeconds) return QuizErrors.Bad("timeLimit", "The time limit is between 10 seconds and seven days.");
        if (!IsDate(s.OpensAt)) return QuizErrors.Bad("opensAt", BadDate);
        if (!IsDate(s.ClosesAt)) return QuizErrors.Bad("closesAt", BadDate);
        if (s.OpensAt is { } opens && s.ClosesAt is { } closes && closes <= opens) return QuizErrors.Bad("closesAt", "The quiz must close after it opens.");
        if (s.AttemptsAllowed is < 0 or > MaxAttempts) return QuizErrors.Bad("attemptsAllowed", $"Allow 1 to {MaxAttempts} attempts, or 0 for as many as wanted.");
        if (!Enum.IsDefined(s.Counting)) return QuizErrors.Bad("counting", "Choose which attempt counts.");
        if (!IsPercent(s.PassPercent)) return QuizErrors.Bad("passPercent", "The passing mark is between 0 and 100 percent, with two decimals.");
        if (!Enum.IsDefined(s.Feedback)) return QuizErrors.Bad("feedback", "Choose when feedback is given.");
        if (s.MaxTries is < 1 or > 10) return QuizErrors.Bad("maxTries", "A question can be tried 1 to 10 times.");
        if (!IsPercent(s.PenaltyPercent)) return QuizErrors.Bad("penaltyPercent", "The penalty is between 0 and 100 percent, with two decimals.");
        if (s.Review is null || !IsShown(s.Review.AtOnce) || !IsShown(s.Review.WhileOpen) || !IsShown(s.Review.AfterClose)) return QuizErrors.Bad("review", "Choose what is shown when.");
        s = s with { Instructions = text, OpensAt = s.OpensAt?.ToUniversalTime(), ClosesAt = s.ClosesAt?.ToUniversalTime() };
        return null;
    }

    /// <param name="known">Those of the named questions that the course's bank has.</param>
    /// <param name="newId">A new id for each place.</param>
    public static Decision<QuizState> AddQuestions(QuizState state, AddQuizQuestions c, IReadOnlySet<string> known, Func<string> newId)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        if (c.QuestionIds.IsDefaultOrEmpty) return QuizErrors.NoQuestionsNamed;
        if (!IsMarks(c.Marks)) return QuizErrors.BadMarks;
        if (c.QuestionIds.Any(q => !known.Contains(q))) return QuizErrors.QuestionNotFound;
        var present = state.Slots.Select(s => s.QuestionId).ToHashSet();
        var added = c.QuestionIds.Distinct().Where(q => !present.Contains(q)).Select(q => new QuizSlot(newId(), q, [], 1, c.Marks));
        return WithSlots(state, [.. state.Slots, .. added]);
    }

    public static Decision<QuizState> AddDraw(QuizState state, AddQuizDraw c)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        if (!KeySegment.IsValid(c.SlotId)) return QuizErrors.Bad("slotId", "An id is 1 to 64 of a-z, 0-9, '-' and '_'.");
        if (state.Slots.Any(s => s.SlotId == c.SlotId)) return QuizErrors.SlotTaken;
        if (!IsMarks(c.Marks)) return QuizErrors.BadMarks;
        if (c.Count is < 1 or > MaxQuestions) return QuizErrors.BadCount;
        var tags = c.Tags.IsDefault ? [] : c.Tags.Select(t => Tag.Clean(t ?? "")).Where(t => t != "").Distinct().ToImmutableArray();
        if (tags.Length > MaxTags || tags.Contains(null)) return QuizErrors.BadTags;
        return WithSlots(state, state.Slots.Add(new(c.SlotId, null, tags!, c.Count, c.Marks)));
    }

    public static Decision<QuizState> ChangeSlot(QuizState state, ChangeQuizSlot c)
    {
        if (Find(state, c.SlotId) is not { } at) return state.Exists ? QuizErrors.SlotNotFound : QuizErrors.NotFound;
        if (!IsMarks(c.Marks)) return QuizErrors.BadMarks;
        var slot = state.Slots[at];
        if (slot.IsDraw && c.Count is < 1 or > MaxQuestions) return QuizErrors.BadCount;
        return WithSlots(state, state.Slots.SetItem(at, slot with { Marks = c.Marks, Count = slot.IsDraw ? c.Count : 1 }));
    }

    public static Decision<QuizState> MoveSlot(QuizState state, MoveQuizSlot c)
    {
        if (Find(state, c.SlotId) is not { } at) return state.Exists ? QuizErrors.SlotNotFound : QuizErrors.NotFound;
        if (c.Index < 0) return QuizErrors.Bad("index", "A place is counted from 0.");
        return WithSlots(state, state.Slots.RemoveAt(at).Insert(Math.Min(c.Index, state.Slots.Length - 1), state.Slots[at]));
    }

    /// <summary>One that is gone already is gone.</summary>
    public static Decision<QuizState> RemoveSlot(QuizState state, RemoveQuizSlot c) =>
        !state.Exists ? QuizErrors.NotFound : Find(state, c.SlotId) is not { } at ? Decision<QuizState>.NoChange(state) : WithSlots(state, state.Slots.RemoveAt(at));

    public static Decision<QuizState> SetOverride(QuizState state, SetQuizOverride c)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        var o = c.Override;
        if (!KeySegment.IsValid(o.UserId)) return QuizErrors.Bad("userId", "Choose a person.");
        if (o.ExtraTimePercent is < 0 or > 400) return QuizErrors.Bad("extraTimePercent", "Extra time is at most 400 percent.");
        if (o.ExtraTimeMinutes is < 0 or > 10_080) return QuizErrors.Bad("extraTimeMinutes", "Extra time is at most 10,080 minutes.");
        if (o.ExtraAttempts is < 0 or > MaxAttempts) return QuizErrors.Bad("extraAttempts", $"At most {MaxAttempts} extra attempts.");
        if (!IsDate(o.OpensAt)) return QuizErrors.Bad("opensAt", BadDate);
        if (!IsDate(o.ClosesAt)) return QuizErrors.Bad("closesAt", BadDate);
        o = o with { OpensAt = o.OpensAt?.ToUniversalTime(), ClosesAt = o.ClosesAt?.ToUniversalTime() };
        if ((o.OpensAt ?? state.Settings.OpensAt) is { } opens && (o.ClosesAt ?? state.Settings.ClosesAt) is { } closes && closes <= opens) return QuizErrors.Bad("closesAt", "The quiz must close after it opens.");
        var before = state.Overrides.GetValueOrDefault(o.UserId);
        if (before == o) return Decision<QuizState>.NoChange(state);
        if (before is null && state.Overrides.Count >= MaxOverrides) return QuizErrors.TooManyOverrides;
        var overrides = state.Overrides.SetItem(o.UserId, o);
        return Decision<QuizState>.Of(state with { Overrides = overrides, OverrideCount = overrides.Count }, new QuizOverrideChanged(o.UserId))
            with { Records = [RecordChange.Put(QuizState.OverrideRecord, o.UserId, 0, o)] };
    }

    public static Decision<QuizState> RemoveOverride(QuizState state, RemoveQuizOverride c)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        if (!state.Overrides.ContainsKey(c.UserId)) return QuizErrors.OverrideNotFound;
        var overrides = state.Overrides.Remove(c.UserId);
        return Decision<QuizState>.Of(state with { Overrides = overrides, OverrideCount = overrides.Count }, new QuizOverrideChanged(c.UserId))
            with { Records = [RecordChange.Delete(QuizState.OverrideRecord, c.UserId)] };
    }

    /// <param name="newest">The newest version of each named question.</param>
    /// <param name="dealt">Whether an attempt was marked by an older version than this.</param>
    public static Decision<QuizState> Regrade(QuizState state, IReadOnlyCollection<QuestionCorrection> newest, string userId, DateTimeOffset now)
    {
        if (!state.Exists) return QuizErrors.NotFound;
        var standing = state.Corrections.ToDictionary(c => c.QuestionId, c => c.Version);
        var mended = newest.Where(n => n.Version > standing.GetValueOrDefault(n.QuestionId, 1)).OrderBy(n => n.QuestionId, StringComparer.Ordinal).ToImmutableArray();
        if (mended.IsEmpty) return QuizErrors.NothingToRegrade;
        foreach (var (question, version) in mended) standing[question] = version;
        var key = state.KeyVersion + 1;
        return Decision<QuizState>.Of(state with
        {
            KeyVersion = key,
            Corrections = [.. standing.Select(s => new QuestionCorrection(s.Key, s.Value)).OrderBy(c => c.QuestionId, StringComparer.Ordinal)],
            Regrades = [.. state.Regrades.Append(new(key, now, userId, mended)).TakeLast(MaxRegrades)],
        }, new QuizKeyChanged(key, userId));
    }

    private static Decision<QuizState> WithSlots(QuizState state, ImmutableArray<QuizSlot> slots)
    {
        if (slots.AsSpan().SequenceEqual(state.Slots.AsSpan())) return Decision<QuizState>.NoChange(state);
        if (slots.Length > MaxSlots) return QuizErrors.TooManySlots;
        return slots.Sum(s => (long)s.Count) > MaxQuestions ? QuizErrors.TooManyQuestions : Configured(state with { Slots = slots });
    }

    private static Decision<QuizState> Configured(QuizState next, bool timing = false, bool grading = false) =>
        Decision<QuizState>.Of(next, new QuizConfigured(next.CourseId, next.LessonId, next.Questions, next.Settings.TimeLimitSeconds, timing, grading));

    private static int? Find(QuizState state, string slotId)
    {
        for (var i = 0; i < state.Slots.Length; i++)
            if (state.Slots[i].SlotId == slotId) return i;
        return null;
    }

    private static bool IsMarks(decimal marks) => marks is > 0 and <= 1_000 && decimal.Round(marks, 2) == marks;
    /// <summary>Far from the ends of what a clock can show: limits and extra time are added.</summary>
    private static bool IsDate(DateTimeOffset? at) => at is null or { Year: >= 2000 and <= 2200 };

    private static bool IsPercent(decimal percent) => percent is >= 0 and <= 100 && decimal.Round(percent, 2) == percent;
    private static bool IsShown(ReviewShows shows) => (shows & ~ReviewShows.All) == 0;
}

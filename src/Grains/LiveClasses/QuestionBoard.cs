using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Questions of the room: one vote a person and question, answered ones stay to be read.</summary>
internal static class QuestionBoard
{
    public const int Most = 300, MaxText = 400, MostWaiting = 5, MostShown = 100;

    public static Decision<LiveClassState> Ask(LiveClassState state, AskLiveQuestion c, string userId, DateTimeOffset now)
    {
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (!IsSeated(state, userId)) return LiveClassErrors.NotSeated;
        if (PlainText.Line(c.Text, MaxText) is not { Length: > 0 } text) return LiveClassErrors.BadQuestion;
        if (state.QuestionCount >= Most) return LiveClassErrors.BoardFull;
        if (state.Questions.Values.Count(q => q.UserId == userId && q.AnsweredAt is null) >= MostWaiting) return LiveClassErrors.TooManyQuestions;
        return Changed(state with { QuestionCount = state.QuestionCount + 1 }, new BoardQuestion(state.QuestionCount + 1, userId, text, 0, now, null));
    }

    public static Decision<LiveClassState> Vote(LiveClassState state, VoteLiveQuestion c, string userId)
    {
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (state.People.GetValueOrDefault(userId) is not { Seat: LiveSeat.Seated } person) return LiveClassErrors.NotSeated;
        if (!state.Questions.TryGetValue(c.Number, out var question)) return LiveClassErrors.NoQuestion;
        if (question.UserId == userId) return LiveClassErrors.OwnQuestion;
        if (person.Voted.Contains(c.Number) == c.Up) return Decision<LiveClassState>.NoChange(state);
        person = person with { Voted = c.Up ? person.Voted.Add(c.Number) : person.Voted.Remove(c.Number) };
        var changed = Changed(state with { People = state.People.SetItem(userId, person) }, question with { Votes = question.Votes + (c.Up ? 1 : -1) });
        return changed with { Records = changed.Records.Add(person.ToRecord()) };
    }

    public static Decision<LiveClassState> Answer(LiveClassState state, AnswerLiveQuestion c, LiveRole role, DateTimeOffset now)
    {
        if (role == LiveRole.Attendee) return LiveClassErrors.NotYours;
        if (!state.Questions.TryGetValue(c.Number, out var question)) return LiveClassErrors.NoQuestion;
        return question.AnsweredAt is not null == c.Answered ? Decision<LiveClassState>.NoChange(state) : Changed(state, question with { AnsweredAt = c.Answered ? now : null });
    }

    /// <summary>The open ones, most votes first and of equals the oldest; then the answered, newest answer first.</summary>
    public static IEnumerable<BoardQuestion> InOrder(LiveClassState state) =>
        state.Questions.Values.OrderBy(q => q.AnsweredAt is not null).ThenByDescending(q => q.AnsweredAt).ThenByDescending(q => q.Votes).ThenBy(q => q.Number);

    private static bool IsSeated(LiveClassState state, string userId) => state.People.GetValueOrDefault(userId) is { Seat: LiveSeat.Seated };

    private static Decision<LiveClassState> Changed(LiveClassState state, BoardQuestion question) =>
        Decision<LiveClassState>.Of(state with { Questions = state.Questions.SetItem(question.Number, question) }) with { Records = [question.ToRecord()] };
}

using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Polls: one is open at a time. Counts and the vote are one commit, so they always agree.</summary>
internal static class Polls
{
    public const int Most = 50, MinOptions = 2, MaxOptions = 6, MaxQuestion = 200, MaxOption = 100;

    /// <summary>What stands for the choice where the poll is anonymous: that they voted is kept, not for what.</summary>
    public const int Secret = -1;

    public static Decision<LiveClassState> Ask(LiveClassState state, AskPoll c, string by, LiveRole role, DateTimeOffset now)
    {
        if (role == LiveRole.Attendee) return LiveClassErrors.NotYours;
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (state.PollCount >= Most) return LiveClassErrors.TooManyPolls;
        if (PlainText.Line(c.Question, MaxQuestion) is not { Length: > 0 } question) return LiveClassErrors.BadPoll;
        if (c.Options.IsDefault || c.Options.Length is < MinOptions or > MaxOptions) return LiveClassErrors.BadOptions;
        var options = c.Options.Select(o => PlainText.Line(o, MaxOption)).ToArray();
        if (options.Any(o => o is not { Length: > 0 }) || options.Distinct(StringComparer.OrdinalIgnoreCase).Count() < options.Length) return LiveClassErrors.BadOptions;
        var poll = new Poll(state.PollCount + 1, question, [.. options!], [.. new int[options.Length]], c.Anonymous, by, now, null);
        Poll[] closed = [.. Open(state) is { } open ? new[] { open with { ClosedAt = now } } : []];
        return Decision<LiveClassState>.Of(
            state with { PollCount = poll.Number, Polls = state.Polls.SetItems(closed.Append(poll).Select(p => KeyValuePair.Create(p.Number, p))) },
            [.. closed.Select(p => new LivePollClosed(p.Number, p.Counts.Sum()))]) with
        {
            Records = [.. closed.Append(poll).Select(p => p.ToRecord())],
        };
    }

    public static Decision<LiveClassState> Close(LiveClassState state, ClosePoll c, LiveRole role, DateTimeOffset now)
    {
        if (role == LiveRole.Attendee) return LiveClassErrors.NotYours;
        if (!state.Polls.TryGetValue(c.Number, out var poll)) return LiveClassErrors.NoPoll;
        if (poll.ClosedAt is not null) return Decision<LiveClassState>.NoChange(state);
        poll = poll with { ClosedAt = now };
        return Decision<LiveClassState>.Of(state with { Polls = state.Polls.SetItem(poll.Number, poll) }, new LivePollClosed(poll.Number, poll.Counts.Sum())) with { Records = [poll.ToRecord()] };
    }

    public static Decision<LiveClassState> Vote(LiveClassState state, VotePoll c, string userId)
    {
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (state.People.GetValueOrDefault(userId) is not { Seat: LiveSeat.Seated } person) return LiveClassErrors.NotSeated;
        if (!state.Polls.TryGetValue(c.Number, out var poll)) return LiveClassErrors.NoPoll;
        if (c.Option < 0 || c.Option >= poll.Options.Length) return LiveClassErrors.NoOption;
        int? before = person.Votes.TryGetValue(poll.Number, out var chosen) ? chosen : null;
        if (before == c.Option) return Decision<LiveClassState>.NoChange(state);
        if (poll.ClosedAt is not null) return LiveClassErrors.PollClosed;
        if (before == Secret) return LiveClassErrors.Voted;

        var counts = poll.Counts.ToBuilder();
        if (before is { } was) counts[was]--;
        counts[c.Option]++;
        poll = poll with { Counts = counts.ToImmutable() };
        person = person with { Votes = person.Votes.SetItem(poll.Number, poll.Anonymous ? Secret : c.Option) };
        return Decision<LiveClassState>.Of(state with { Polls = state.Polls.SetItem(poll.Number, poll), People = state.People.SetItem(userId, person) }) with
        {
            Records = [poll.ToRecord(), person.ToRecord()],
        };
    }

    public static Poll? Open(LiveClassState state) => state.Polls.Values.FirstOrDefault(p => p.ClosedAt is null);
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>The room as it is shown.</summary>
internal static class LiveRooms
{
    public const int MostHands = 50;

    public static LiveRoom Of(string classId, LiveClassState s, long version, IReadOnlyDictionary<string, string> names, IReadOnlyList<Participant> hands, DateTimeOffset now)
    {
        var poll = Polls.Open(s) ?? (s.Polls.IsEmpty ? null : s.Polls[s.PollCount]);
        var ran = s.LiveAt is { } live ? (long)((s.EndedAt ?? now) - live).TotalMilliseconds : 0;
        return new(classId, s.CourseId, s.Title, s.Phase, s.StartsAt, s.Minutes, s.AttendeeLimit, s.LiveAt, s.EndedAt,
            s.People.Values.Count(p => p.Seat == LiveSeat.Seated), s.People.Values.Count(p => p.Seat == LiveSeat.Waiting), s.Admitted,
            s.People.Values.Count(p => p.Hand is not null), [.. hands.Select(h => new LiveHand(h.UserId, names[h.UserId], h.HandAt ?? default))],
            poll is null ? null : Of(poll), s.Broadcast,
            [new(s.HostId, names[s.HostId], LiveRole.Host), .. s.CoHosts.Select(c => new LivePerson(c, names[c], LiveRole.CoHost))], Math.Max(0, ran), version);
    }

    public static LivePoll Of(Poll p) => new(p.Number, p.Question, p.Options, p.Counts, p.Anonymous, p.AskedAt, p.ClosedAt);

    public static LiveQuestion Of(BoardQuestion q, string name) => new(q.Number, q.UserId, name, q.Text, q.Votes, q.AskedAt, q.AnsweredAt);

    public static LiveMe Me(LiveClassState s, string userId, LiveRole role) => s.People.GetValueOrDefault(userId) is { } p
        ? new(userId, role, p.Seat, p.Seat == LiveSeat.Waiting ? Seats.Ahead(s, p) : 0, p.Hand is not null,
            p.Votes.ToImmutableDictionary(v => v.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), v => v.Value), p.Voted)
        : new(userId, role, LiveSeat.None, 0, false, ImmutableDictionary<string, int>.Empty, []);
}

using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;
using Npgsql;

namespace LearningHub.Grains.Gamification;

/// <summary>The ledger of points, the boards, streaks and badges. Each thing gives its points once; what all rows say depends on the set of events alone,
/// neither on their order nor on how often they come.</summary>
internal sealed class PointsFold(IGrainFactory grains) : Fold
{
    public override string Name => GamificationProjections.Points;
    public override IReadOnlyList<string> Tables => ["point_rules", "point_entry", "point_person", "point_score", "point_tally", "learning_day", "badge_award"];
    public override IReadOnlyList<string> EventNames => PointFacts.EventNames;

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        var tables = new PointTables(connection, cancellation);
        await tables.AddZones([.. events.Where(e => PointFacts.Zones.Contains(e.Name))]);
        var ruled = events.Where(e => e.Name == PointFacts.Rules).ToList();
        await tables.AddRules(ruled);
        var rules = await tables.Rules([.. events.Select(e => e.Tenant).Distinct()]);
        var zones = await tables.Zones([.. events.Select(PointFacts.Person).OfType<PersonKey>().Distinct()]);

        var facts = new Dictionary<(PersonKey, string), PointFact>();
        foreach (var fact in events.Select(e => PointFacts.Of(e, DayOf)).OfType<PointFact>())
            if (!facts.TryGetValue((fact.Person, fact.EntryKey), out var other) || fact.IsBefore(other)) facts[(fact.Person, fact.EntryKey)] = fact;
        var days = events.Select(e => (Person: PointFacts.Learner(e), e.At)).Where(d => d.Person is not null).Select(d => (d.Person!.Value, DayOf(d.Person.Value, d.At))).Distinct().ToList();

        var change = new Change(tables, rules);
        await change.Take([.. facts.Values], ruled);
        await change.Settle(await tables.AddDays(days), Latest(events), events.Count == 0 ? default : events.Max(e => e.At));

        DateOnly DayOf(PersonKey person, DateTimeOffset at)
        {
            // What was in force then; before all that is known, the first.
            var zone = zones[person].LastOrDefault(z => z.Since <= at);
            return Streaks.DayOf(at, zone.Zone ?? zones[person].FirstOrDefault().Zone ?? "");
        }
    }

    private static Dictionary<PersonKey, EventRow> Latest(IReadOnlyList<EventRow> events) => events.Where(e => e.Name == PointFacts.Visibility)
        .GroupBy(e => new PersonKey(e.Tenant, e.Id)).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Version)!);

    /// <summary>Whoever watches one of these boards is told.</summary>
    public override async Task Applied(IReadOnlyList<EventRow> events)
    {
        foreach (var tenant in events.GroupBy(e => e.Tenant))
        {
            var boards = tenant.Select(e => PointFacts.Of(e, static (_, _) => default)).OfType<PointFact>().SelectMany(f => Boards.Of(f.CourseId, f.At)).Distinct().ToList();
            var anybody = tenant.Any(e => e.Name == PointFacts.Visibility);
            if (boards.Count == 0 && !anybody) continue;
            using var actor = ActorContext.As(Actor.System(tenant.Key));
            await grains.GetGrain<ILeaderboardPushGrain>(new TenantKey(tenant.Key, "leaderboards").ToString()).Changed(anybody ? [] : [.. boards]);
        }
    }

    /// <summary>What one batch does to the sums.</summary>
    private sealed class Change(PointTables tables, Dictionary<string, RulesOf> rules)
    {
        private List<EntryRow> _added = [];
        private HashSet<PersonKey> _recounted = [];

        public async Task Take(IReadOnlyCollection<PointFact> facts, IReadOnlyList<EventRow> ruled)
        {
            var known = (facts.Count == 0 ? [] : await tables.Entries(facts)).ToDictionary(e => (e.Fact.Person, e.Fact.EntryKey));
            _added = [.. facts.Where(f => !known.ContainsKey((f.Person, f.EntryKey))).Select(Price)];
            // One that is earlier than what is stored takes its place: other boards, perhaps other rules.
            var changed = facts.Where(f => known.TryGetValue((f.Person, f.EntryKey), out var stored) && f.IsBefore(stored.Fact)).Select(Price).ToDictionary(e => (e.Fact.Person, e.Fact.EntryKey));
            foreach (var e in ruled)
                foreach (var entry in await tables.EntriesSince(e.Tenant, e.At))
                    if (Price(entry.Fact) is var priced && priced != entry) changed.TryAdd((entry.Fact.Person, entry.Fact.EntryKey), priced);
            await tables.Save([.. _added, .. changed.Values]);
            _recounted = [.. changed.Values.Select(e => e.Fact.Person)];
        }

        private EntryRow Price(PointFact fact) => rules[fact.Person.Tenant].Price(fact);

        public async Task Settle(ILookup<PersonKey, DateOnly> days, Dictionary<PersonKey, EventRow> visibility, DateTimeOffset now)
        {
            HashSet<PersonKey> touched = [.. _added.Select(e => e.Fact.Person), .. _recounted, .. days.Select(d => d.Key), .. visibility.Keys];
            if (touched.Count == 0) return;
            var persons = await tables.Persons(touched);
            HashSet<PersonKey> turned = [.. visibility.Where(v => v.Value.Version > persons[v.Key].HiddenVersion).Select(v => v.Key)];
            foreach (var key in turned) (persons[key].Hidden, persons[key].HiddenVersion) = (visibility[key].Read<PointsVisibilityChanged>().Hidden, visibility[key].Version);

            var scores = await Scores(turned);
            foreach (var entry in _added)
            {
                persons[entry.Fact.Person].Count(entry.Fact.Reason);
                if (!_recounted.Contains(entry.Fact.Person)) Add(persons[entry.Fact.Person], scores, entry);
            }
            if (_recounted.Count > 0) await Recount(persons, scores);
            foreach (var score in scores.Values) score.Hidden = persons[score.Key.Person].Hidden;
            foreach (var person in days) persons[person.Key].BestStreak = Streaks.Best(person);
            await tables.Save([.. scores.Values]);
            await tables.Save([.. persons.Values]);
            await Award(persons, now);
        }

        private async Task<Dictionary<ScoreKey, ScoreRow>> Scores(HashSet<PersonKey> turned)
        {
            HashSet<PersonKey> whole = [.. turned, .. _recounted];
            var keys = _added.Where(e => !whole.Contains(e.Fact.Person)).SelectMany(KeysOf).Distinct().ToList();
            return (await tables.Scores(keys)).Concat(await tables.ScoresOf(whole)).ToDictionary(s => s.Key);
        }

        private static IEnumerable<ScoreKey> KeysOf(EntryRow entry) => Boards.Of(entry.Fact.CourseId, entry.Fact.At).Select(b => new ScoreKey(entry.Fact.Person, b));

        private static void Add(PersonRow person, Dictionary<ScoreKey, ScoreRow> scores, EntryRow entry)
        {
            if (entry.Points == 0) return;
            person.Points += entry.Points;
            foreach (var key in KeysOf(entry))
            {
                if (!scores.TryGetValue(key, out var score)) scores[key] = score = new(key);
                score.Points += entry.Points;
                if (entry.Fact.At > score.ReachedAt) score.ReachedAt = entry.Fact.At;
            }
        }

        private async Task Recount(Dictionary<PersonKey, PersonRow> persons, Dictionary<ScoreKey, ScoreRow> scores)
        {
            foreach (var key in _recounted) persons[key].Points = 0;
            foreach (var score in scores.Values.Where(s => _recounted.Contains(s.Key.Person))) (score.Points, score.ReachedAt) = (0, DateTimeOffset.UnixEpoch);
            foreach (var entry in await tables.EntriesOf(_recounted)) Add(persons[entry.Fact.Person], scores, entry);
        }

        private async Task Award(Dictionary<PersonKey, PersonRow> persons, DateTimeOffset now)
        {
            var reached = persons.Values.SelectMany(p => rules[p.Key.Tenant].Badges.Where(b => p.Of(b.Metric) >= b.AtLeast).Select(b => (p.Key, b.BadgeId))).ToList();
            if (reached.Count == 0) return;
            var have = await tables.Awards([.. reached.Select(r => r.Key).Distinct()]);
            await tables.Save([.. reached.Where(r => !have[r.Key].Contains(r.BadgeId)).Select(r => (r.Key, r.BadgeId, now))]);
        }
    }
}

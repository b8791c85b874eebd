using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Bench.Faults;
using LearningHub.Grains.Tests.Notifications;

namespace LearningHub.Faults.Tests;

/// <summary>The checks of a fault run must be able to go red: each is shown a good end, and the same with something lost, doubled or made up.</summary>
public sealed class RecountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private int _line;

    private LedgerEntry Act(string kind, string user, object facts, int status = 200, string body = "{}")
    {
        var all = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(facts))!.AsObject();
        all["user"] = user;
        var entry = new LedgerEntry($"op-{++_line}", kind, all, "") { FirstSent = _line, Sends = 1 };
        entry.Answers.Add((status, body));
        if (entry.IsAcknowledged) entry.Acknowledged = ++_line;
        return entry;
    }

    private static RoomPerson Person(string user, int? vote = null, params long[] voted) => new(user, vote is { } option ? new Dictionary<long, int> { [1] = option } : [], voted.ToHashSet());

    private static RoomFacts Room(int[] counts, params RoomPerson[] people) =>
        new(new Dictionary<long, int[]> { [1] = counts }, people.ToDictionary(p => p.UserId), [new(1, "ann", "Why?", 1)], []);

    private static (int Lost, int Twice, int Wrong) Count(Action<Findings> check)
    {
        var findings = new Findings();
        check(findings);
        return (findings.Count(Fault.Lost), findings.Count(Fault.Twice), findings.Count(Fault.Wrong));
    }

    [Fact]
    public void A_vote_that_is_missing_moved_or_counted_twice_is_seen()
    {
        LedgerEntry[] ledger = [Act("vote", "ann", new { poll = 1, option = 0 }), Act("vote", "ann", new { poll = 1, option = 2 }), Act("vote", "bob", new { poll = 1, option = 0 })];
        Count(f => RoomRecount.Votes(ledger, Room([1, 0, 1], Person("ann", 2), Person("bob", 0)), f)).ShouldBe((0, 0, 0));
        Count(f => RoomRecount.Votes(ledger, Room([0, 0, 1], Person("ann", 2), Person("bob", 0)), f)).ShouldBe((1, 0, 0));
        Count(f => RoomRecount.Votes(ledger, Room([2, 0, 1], Person("ann", 2), Person("bob", 0)), f)).ShouldBe((0, 1, 0));
        Count(f => RoomRecount.Votes(ledger, Room([1, 0, 1], Person("ann", 2), Person("bob")), f)).ShouldBe((1, 0, 0));
        // The first answer of somebody who changed it.
        Count(f => RoomRecount.Votes(ledger, Room([2, 0, 0], Person("ann", 0), Person("bob", 0)), f)).ShouldBe((2, 1, 0));
    }

    [Fact]
    public void A_vote_whose_answer_was_cut_off_may_be_there_or_not()
    {
        var cut = Act("vote", "ann", new { poll = 1, option = 0 }, 409, """{"code":"live_classes.poll_closed"}""");
        Count(f => RoomRecount.Votes([cut], Room([1, 0], Person("ann", 0)), f)).ShouldBe((0, 1, 1), "it was sent once, and refused");
        cut.Sends = 2;
        Count(f => RoomRecount.Votes([cut], Room([1, 0], Person("ann", 0)), f)).ShouldBe((0, 0, 0));
        Count(f => RoomRecount.Votes([cut], Room([0, 0], Person("ann")), f)).ShouldBe((0, 0, 0));
        Count(f => RoomRecount.Votes([cut], Room([0, 1], Person("ann", 1)), f)).ShouldBe((0, 1, 0));
    }

    [Fact]
    public void A_question_that_is_lost_or_doubled_and_a_vote_for_it_that_is_are_seen()
    {
        LedgerEntry[] ledger = [Act("ask", "ann", new { text = "Why?" }, 201, """{"number":1}"""), Act("support", "bob", new { question = 1, up = true })];
        var good = Room([0], Person("ann"), Person("bob", null, 1));
        Count(f => RoomRecount.Questions(ledger, good, f)).ShouldBe((0, 0, 0));
        Count(f => RoomRecount.Questions(ledger, good with { Questions = [] }, f)).ShouldBe((1, 0, 0));
        Count(f => RoomRecount.Questions(ledger, good with { Questions = [.. good.Questions, new(2, "ann", "Why?", 0)] }, f)).ShouldBe((0, 1, 0));
        Count(f => RoomRecount.Questions(ledger, good with { Questions = [good.Questions[0] with { Votes = 0 }] }, f)).ShouldBe((1, 0, 0));
        Count(f => RoomRecount.Questions(ledger, good with { Questions = [good.Questions[0] with { Votes = 2 }] }, f)).ShouldBe((0, 1, 0));
    }

    [Fact]
    public void A_hand_that_sank_and_a_seat_that_was_lost_are_seen()
    {
        LedgerEntry[] ledger = [Act("hand", "ann", new { up = true }), Act("hand", "bob", new { up = false })];
        var unbroken = new Dictionary<string, TimeSpan>();
        var kept = TimeSpan.FromSeconds(25);
        Count(f => RoomRecount.Hands(ledger, ["ann", "bob"], new HashSet<string> { "ann" }, unbroken, kept, f)).ShouldBe((0, 0, 0));
        Count(f => RoomRecount.Hands(ledger, ["ann", "bob"], new HashSet<string>(), unbroken, kept, f)).ShouldBe((1, 0, 0));
        Count(f => RoomRecount.Hands(ledger, ["ann", "bob"], new HashSet<string> { "ann", "bob" }, unbroken, kept, f)).ShouldBe((1, 0, 0));
        Count(f => RoomRecount.Hands(ledger, ["ann"], new HashSet<string>(), new Dictionary<string, TimeSpan> { ["ann"] = TimeSpan.FromSeconds(40) }, kept, f)).ShouldBe((0, 0, 0), "seats are not kept for ever");
        LedgerEntry[] refused = [Act("vote", "ann", new { poll = 1, option = 0 }, 409, """{"code":"live_classes.not_seated"}""")];
        Count(f => RoomRecount.Hands(refused, [], new HashSet<string>(), unbroken, kept, f)).ShouldBe((1, 0, 0));
    }

    [Theory]
    [InlineData(28, 0, 0, "a gap of a host's death counts as there")]
    [InlineData(38, 0, 1, "longer than by the clock on the wall")]
    [InlineData(10, 1, 0, "the first of two visits is lost")]
    public void Attendance_is_as_long_as_the_line_was_open(int seconds, int lost, int wrong, string because) =>
        Count(f => AttendanceRecount.Check([Line("ann", 0, 12), Line("ann", 18, 30)], [new("ann", seconds)], TimeSpan.Zero, f)).ShouldBe((lost, 0, wrong), because);

    [Fact]
    public void Who_was_there_is_in_the_attendance_once_and_who_was_not_is_not()
    {
        Line[] there = [Line("ann", 0, 20)];
        Count(f => AttendanceRecount.Check(there, [], TimeSpan.Zero, f)).ShouldBe((1, 0, 0));
        Count(f => AttendanceRecount.Check(there, [new("ann", 19), new("ann", 1)], TimeSpan.Zero, f)).ShouldBe((0, 1, 0));
        Count(f => AttendanceRecount.Check(there, [new("ann", 19), new("eve", 5)], TimeSpan.Zero, f)).ShouldBe((0, 0, 1));
        // A minute between two visits is not attended.
        Count(f => AttendanceRecount.Check([Line("ann", 0, 10), Line("ann", 70, 80)], [new("ann", 80)], TimeSpan.Zero, f)).ShouldBe((0, 0, 1));
    }

    [Theory]
    [InlineData(20, 2, 0, "nobody need have heard that they were back for a second")]
    [InlineData(18, 2, 0, "the first visit is long enough for that")]
    [InlineData(12, 2, 1, "of the first visit too much is lost")]
    [InlineData(20, 8, 1, "of eight seconds they must have, and of the break with them")]
    public void A_break_counts_where_the_line_after_it_was_long_enough_to_be_heard_of(int seconds, double after, int lost, string because) =>
        Count(f => AttendanceRecount.Check([Line("ann", 0, 20), Line("ann", 26, 26.1 + after)], [new("ann", seconds)], TimeSpan.Zero, f)).ShouldBe((lost, 0, 0), because);

    private static Line Line(string user, double from, double to) => new(user, Noon.AddSeconds(from), Noon.AddSeconds(from + 0.1), Noon.AddSeconds(to), to > 29);

    [Fact]
    public void An_announcement_that_somebody_was_not_told_or_told_twice_is_seen()
    {
        var told = new ToldRecount();
        Telling ann = new("ann", "announcement", "news-1"), bob = new("bob", "announcement", "news-1");
        told.Surely[ann] = 1;
        told.Perhaps.Add(bob);
        Count(f => told.Check([new(ann, "n1")], f)).ShouldBe((0, 0, 0));
        Count(f => told.Check([new(ann, "n1"), new(bob, "n1")], f)).ShouldBe((0, 0, 0));
        Count(f => told.Check([new(bob, "n1")], f)).ShouldBe((1, 0, 0));
        Count(f => told.Check([new(ann, "n1"), new(ann, "n2")], f)).ShouldBe((0, 1, 0));
        Count(f => told.Check([new(ann, "n1"), new(new("eve", "announcement", "news-1"), "n1")], f)).ShouldBe((0, 0, 1));
    }

    [Fact]
    public void A_mail_that_is_missing_doubled_or_sent_to_another_is_seen_and_the_same_id_again_is_no_second_mail()
    {
        Telling ann = new("ann", "announcement", "news-1");
        var notification = new string('a', 32);
        var emails = new Dictionary<string, string> { ["ann"] = "ann@x.test", ["bob"] = "bob@x.test" };
        var outbox = new Dictionary<string, string> { ["m1"] = "sent" };
        ArrivedMail mail = new("m1.main@x.test", "ann@x.test", $"News http://x.test/notifications/{notification} and more");

        (int, int, int) After(params ArrivedMail[] arrived) =>
            Count(f => new ArrivalRecount([new(ann, notification)], [], blows: 1, f).Mails(arrived, arrived.ToDictionary(m => m.OutboxId, _ => "sent").Concat(outbox).DistinctBy(o => o.Key).ToDictionary(), emails, [ann]));

        Count(f => new ArrivalRecount([new(ann, notification)], [], 1, f).Mails([mail], outbox, emails, [ann])).ShouldBe((0, 0, 0));
        Count(f => new ArrivalRecount([new(ann, notification)], [], 1, f).Mails([mail, mail], outbox, emails, [ann])).ShouldBe((0, 0, 0), "one death explains one double");
        Count(f => new ArrivalRecount([new(ann, notification)], [], 1, f).Mails([mail, mail, mail], outbox, emails, [ann])).ShouldBe((0, 1, 0));
        Count(f => new ArrivalRecount([new(ann, notification)], [], 1, f).Mails([], outbox, emails, [ann])).ShouldBe((2, 0, 0), "said to be sent, and expected");
        After(mail, mail with { MessageId = "m2.main@x.test" }).ShouldBe((0, 1, 0));
        After(mail, mail with { MessageId = "m2.main@x.test", To = "bob@x.test" }).ShouldBe((0, 0, 1));
        Count(f => new ArrivalRecount([], [], 1, f).Mails([mail with { Text = "" }], new Dictionary<string, string>(), emails, [])).ShouldBe((0, 0, 1), "it is in no outbox");
    }

    [Fact]
    public void A_push_that_is_missing_doubled_or_sent_to_another_is_seen()
    {
        Telling ann = new("ann", "announcement", "news-1");
        var owners = new Dictionary<string, string> { ["phone"] = "ann", ["other"] = "bob" };
        Leaving[] leaving = [new("ann", "n1", "push", Id(1), "sent")];

        (int, int, int) After(int blows, params Pushed[] arrived) =>
            Count(f => new ArrivalRecount([new(ann, "n1")], leaving, blows, f).Pushes(arrived, owners, [(ann, "phone")]));

        After(0, Push("phone", 1)).ShouldBe((0, 0, 0));
        After(1, Push("phone", 1), Push("phone", 1)).ShouldBe((0, 0, 0));
        After(0, Push("phone", 1), Push("phone", 1)).ShouldBe((0, 1, 0));
        After(0).ShouldBe((2, 0, 0), "said to be sent, and expected");
        After(0, Push("phone", 1), Push("phone", 2)).ShouldBe((0, 1, 1), "two ids for one notification, one of them unknown");
        After(0, Push("phone", 1), Push("other", 1)).ShouldBe((0, 0, 1));
        Count(f => new ArrivalRecount([], [new("ann", "n1", "push", Id(1), "gave_up")], 0, f).Outcomes()).ShouldBe((1, 0, 0));

        static string Id(int n) => $"ntf-{n.ToString("d32", CultureInfo.InvariantCulture)}";
        static Pushed Push(string browser, int n) => new(browser, new JsonObject { ["id"] = Id(n), ["path"] = "/notifications/n1" }, "60", "normal", Id(n)[^32..], "key");
    }

    [Fact]
    public void A_mail_is_read_as_its_reader_has_it()
    {
        const string raw = """
            MIME-Version: 1.0
            From: hub@fault.test
            To: "Sam Student 1"
             <r1-1@fault.test>
            Subject: News
            Message-ID: <ntf-1.main@fault.test>
            Content-Type: multipart/alternative;
             boundary=--boundary_1_abc

            ----boundary_1_abc
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe http://localhost/notifications/aaaaaaaaaaaaaaaaaaaaaaaa=
            aaaaaaaa
            ----boundary_1_abc
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PGI+SGk8L2I+
            ----boundary_1_abc--
            """;
        var mail = ArrivedMail.Read(raw);
        mail.ShouldSatisfyAllConditions(m => m.To.ShouldBe("r1-1@fault.test"), m => m.OutboxId.ShouldBe("ntf-1"), m => m.Text.ShouldContain("Grüße"), m => m.Notifications.ShouldBe([new string('a', 32)]));
    }

    [Fact]
    public void Points_that_are_missing_doubled_or_for_nothing_are_seen()
    {
        LedgerEntry[] ledger = [Act("chat", "ann", new { }, 201, """{"authorId":"ann","at":"2026-03-02T12:00:00Z"}""")];
        var recount = PointRecount.Of(ledger, new Academy(null!, "r"));
        Count(f => recount.Check([("ann", "message/2026-03-02", 2)], f)).ShouldBe((0, 0, 0));
        Count(f => recount.Check([], f)).ShouldBe((1, 0, 0));
        Count(f => recount.Check([("ann", "message/2026-03-02", 2), ("ann", "message/2026-03-02", 2)], f)).ShouldBe((0, 1, 0));
        Count(f => recount.Check([("ann", "message/2026-03-02", 2), ("ann", "lesson/c/l", 10)], f)).ShouldBe((0, 0, 1));
        Count(f => recount.Check([("ann", "message/2026-03-02", 4)], f)).ShouldBe((0, 0, 1));
    }
}

using System.Diagnostics;
using LearningHub.Grains.Chat;
using LearningHub.Grains.Interfaces.Chat;
using Xunit.Abstractions;

namespace LearningHub.Grains.Tests.Chat;

[Collection("hub")]
public sealed class ChatRoomGrainTests(HubFixture hub, ITestOutputHelper output)
{
    private Task<Classroom> Open(params string[] students) => Classroom.Open(hub.Grains, hub.NewTenant(), students);

    [Fact]
    public async Task A_thousand_messages_of_twenty_senders_are_numbered_without_gap_or_double_in_each_senders_order()
    {
        const int senders = 20, each = 50;
        // The pace allows 20 in 10 s; more senders' names, the same twenty at work.
        string Name(int sender, int part) => $"u{sender}-{part}";
        var room = await Open([.. Enumerable.Range(0, senders).SelectMany(s => Enumerable.Range(0, 3).Select(p => Name(s, p)))]);
        var heard = await room.Listen(hub.Services, room.Topic);
        var started = Stopwatch.GetTimestamp();
        var acks = new System.Collections.Concurrent.ConcurrentBag<double>();

        await Task.WhenAll(Enumerable.Range(0, senders).Select(async s =>
        {
            for (var i = 0; i < each; i++)
            {
                var at = Stopwatch.GetTimestamp();
                Classroom.Ok(await room.Send(Name(s, i / 20), $"{s}:{i}"));
                acks.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        }));
        var sorted = acks.Order().ToArray();
        output.WriteLine($"1,000 messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s with 20 at once; acknowledged p50 {sorted[500]:F1} ms, p99 {sorted[990]:F1} ms");

        var all = await Changes(room, Name(0, 0), 0);
        all.Select(m => m.Changed).ShouldBe(Enumerable.Range(1, senders * each).Select(i => (long)i));
        all.Select(m => m.Id).Distinct().Count().ShouldBe(senders * each);
        foreach (var bySender in all.GroupBy(m => m.Text!.Split(':')[0]))
            bySender.Select(m => int.Parse(m.Text!.Split(':')[1])).ShouldBe(Enumerable.Range(0, each));

        await Wait.Until(() => { lock (heard) return heard.Count(p => p.Kind == "message") >= senders * each; });
        lock (heard) heard.Where(p => p.Kind == "message").Select(p => p.Seq).ShouldBe(Enumerable.Range(1, senders * each).Select(i => (long)i));
    }

    [Fact]
    public async Task The_same_client_id_is_the_same_message_and_another_persons_is_another()
    {
        var room = await Open("ann", "bob");
        var first = Classroom.Ok(await room.Send("ann", "once", "k1"));
        (await room.Send("ann", "once more", "k1")).Value.ShouldBe(first);
        Classroom.Ok(await room.Send("bob", "mine", "k1")).Text.ShouldBe("mine");
        (await Changes(room, "ann", 0)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Twenty_retries_at_once_are_one_message()
    {
        var room = await Open("ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => room.Send("ann", "once", "k1")));
        answers.Select(a => Classroom.Ok(a).Id).Distinct().ShouldHaveSingleItem();
        (await Changes(room, "ann", 0)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_retry_after_the_pace_is_used_up_still_gets_its_answer()
    {
        var room = await Open("ann");
        // On a machine that is slow the first have left the window before the twentieth is in it.
        var taken = 0;
        var last = await room.Send("ann", "0", "k0");
        while (last.IsOk && ++taken < 10 * SendPace.Most) last = await room.Send("ann", $"{taken}", $"k{taken}");
        last.Error!.Code.ShouldBe("chat.too_fast");
        taken.ShouldBeGreaterThanOrEqualTo(SendPace.Most);
        Classroom.Ok(await room.Send("ann", "0", "k0")).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task Only_members_read_and_write()
    {
        var room = await Open("ann");
        Classroom.Ok(await room.Send("ann", "hello"));
        (await room.Send("eve", "hi")).Error!.Code.ShouldBe("chat.not_member");
        using (room.As("eve"))
        {
            (await room.Room.History(null, 10)).Error!.Code.ShouldBe("chat.not_member");
            (await room.Room.Changes(0)).Error!.Code.ShouldBe("chat.not_member");
            (await room.Room.LastSeq()).Error!.Code.ShouldBe("chat.not_member");
            (await room.Room.Edit(new EditMessage("000000000001", "x"))).Error!.Code.ShouldBe("chat.not_member");
            (await room.Room.Delete(new DeleteMessage("000000000001"))).Error!.Code.ShouldBe("chat.not_member");
            (await hub.Grains.ChatReader(new MemberKey(room.Tenant, room.Key.CourseId, "eve")).MarkRead(new MarkRead(1))).Error!.Code.ShouldBe("chat.not_member");
            (await hub.Grains.ChatReader(new MemberKey(room.Tenant, room.Key.CourseId, "ann")).MarkRead(new MarkRead(1))).Error!.Code.ShouldBe("chat.not_member");
        }
        using (room.As(Classroom.Instructor, Roles.Instructor)) (await room.Room.IsMember()).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_tenants_room_is_out_of_reach()
    {
        var room = await Open("ann");
        using var _ = hub.As("elsewhere", "ann", Roles.Admin);
        await Should.ThrowAsync<ActorDeniedException>(() => room.Room.History(null, 10));
    }

    [Fact]
    public async Task Edits_and_deletions_are_changes_of_their_own_and_the_text_is_gone_from_the_row()
    {
        var room = await Open("ann", "bob");
        var first = Classroom.Ok(await room.Send("ann", "first secret"));
        Classroom.Ok(await room.Send("bob", "second"));
        using (room.As("ann"))
        {
            var edited = Classroom.Ok(await room.Room.Edit(new EditMessage(first.Id, "first again") { OperationId = "e1" }));
            (edited.Changed, edited.EditedAt is not null).ShouldBe((3, true));
            Classroom.Ok(await room.Room.Edit(new EditMessage(first.Id, "first again") { OperationId = "e1" })).ShouldBe(edited);
        }
        using (room.As("bob"))
        {
            (await room.Room.Edit(new EditMessage(first.Id, "x"))).Error!.Code.ShouldBe("chat.not_yours");
            (await room.Room.Delete(new DeleteMessage(first.Id))).Error!.Code.ShouldBe("chat.not_yours");
            (await room.Room.Delete(new DeleteMessage("000000000099"))).Error!.Code.ShouldBe("chat.not_found");
        }
        using (room.As(Classroom.Instructor, Roles.Instructor))
        {
            Classroom.Ok(await room.Room.Delete(new DeleteMessage(first.Id))).Text.ShouldBeNull();
            Classroom.Ok(await room.Room.Delete(new DeleteMessage(first.Id))).Changed.ShouldBe(4);
        }
        (await Changes(room, "ann", 2)).Select(m => (m.Id, m.Changed, m.Deleted)).ShouldBe([(first.Id, 4, true)]);

        await using var stored = hub.Database.CreateCommand("""
            select (select count(*) from record where key = $1 and doc::text like '%secret%') + (select count(*) from record where key = $1 and doc::text like '%first again%')
                 + (select count(*) from event where key = $1 and payload::text like '%first%') + (select count(*) from operation where key = $1 and result like '%first%')
            """);
        stored.Parameters.Add(new() { Value = room.Key.ToString() });
        (await stored.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_page_of_history_and_the_repair_of_a_gap_show_the_same_also_beyond_what_is_in_memory()
    {
        var people = Enumerable.Range(0, 13).Select(i => $"u{i}").ToArray();
        var room = await Open(people);
        for (var i = 0; i < 260; i++) Classroom.Ok(await room.Send(people[i / 20], $"m{i}"));
        var third = (await Page(room, people[0], 5, 10)).Items[2];
        using (room.As(people[0])) Classroom.Ok(await room.Room.Edit(new EditMessage(third.Id, "old and new")));

        var pages = new List<ChatMessage>();
        for (long? before = null; ; before = pages[0].Seq)
        {
            var page = await Page(room, people[0], before, 100);
            pages.InsertRange(0, page.Items);
            if (!page.HasOlder) break;
        }
        pages.Count.ShouldBe(260);
        pages[2].Text.ShouldBe("old and new");
        (await Changes(room, people[0], 0)).OrderBy(m => m.Seq).ShouldBe(pages);
        (await Changes(room, people[0], 200)).Length.ShouldBe(61);
    }

    [Fact]
    public async Task A_removed_person_hears_of_it_before_anything_later_and_reads_nothing()
    {
        var room = await Open("ann", "bob");
        var heard = await room.Listen(hub.Services, room.Topic);
        Classroom.Ok(await room.Send("ann", "before"));
        await room.Remove("bob");
        Classroom.Ok(await room.Send("ann", "after"));

        await Wait.Until(() => { lock (heard) return heard.Count(p => p.Kind == "message") == 2; });
        // Told before the removal answers, and again by the reactor, at any time and perhaps more than once.
        lock (heard)
        {
            var kinds = heard.Select(p => p.Kind).ToList();
            kinds[..2].ShouldBe(["message", "removed"]);
            kinds.Count(k => k == "message").ShouldBe(2);
            kinds.ShouldAllBe(k => k == "message" || k == "removed");
        }
        (await room.Send("bob", "hello?")).Error!.Code.ShouldBe("chat.not_member");
        using (room.As("bob")) (await room.Room.Changes(0)).Error!.Code.ShouldBe("chat.not_member");
    }

    [Fact]
    public async Task Unread_follows_the_marker_and_the_marker_is_told_to_the_persons_devices()
    {
        var room = await Open("ann", "bob");
        for (var i = 0; i < 5; i++) Classroom.Ok(await room.Send("ann", $"{i}"));
        var heard = await room.Listen(hub.Services, LiveTopics.User("bob"));
        (await Page(room, "bob", null, 10)).Unread.ShouldBe(5);
        using (room.As("bob"))
        {
            var reader = hub.Grains.ChatReader(new MemberKey(room.Tenant, room.Key.CourseId, "bob"));
            Classroom.Ok(await reader.MarkRead(new MarkRead(3))).ShouldBe(3);
            Classroom.Ok(await reader.MarkRead(new MarkRead(1))).ShouldBe(3);
            Classroom.Ok(await reader.MarkRead(new MarkRead(99))).ShouldBe(5);
        }
        var page = await Page(room, "bob", null, 10);
        (page.LastRead, page.Unread).ShouldBe((5, 0));
        await Wait.Until(() => { lock (heard) return heard.Count == 2; });
        lock (heard) heard.Select(p => (p.Kind, p.Json)).ShouldBe([("read", """{"courseId":"c1","seq":3}"""), ("read", """{"courseId":"c1","seq":5}""")]);
    }

    [Fact]
    public async Task Typing_is_told_once_in_three_seconds_and_only_by_members()
    {
        var room = await Open("ann");
        var heard = await room.Listen(hub.Services, room.Topic);
        using (room.As("eve")) await room.Room.Typing();
        var started = TimeProvider.System.GetTimestamp();
        using (room.As("ann"))
        {
            await room.Room.Typing();
            await room.Room.Typing();
        }
        var took = TimeProvider.System.GetElapsedTime(started);
        Classroom.Ok(await room.Send("ann", "done"));
        await Wait.Until(() => { lock (heard) return heard.Any(p => p.Kind == "message"); });
        lock (heard) heard.Count(p => p.Kind == "typing").ShouldBeInRange(1, 1 + (int)(took / TimeSpan.FromSeconds(3)));
    }

    internal static async Task<ChatMessage[]> Changes(Classroom room, string reader, long after)
    {
        var all = new List<ChatMessage>();
        using (room.As(reader))
        {
            for (var more = true; more; after = all.Count > 0 ? all[^1].Changed : after)
            {
                var changes = Classroom.Ok(await room.Room.Changes(after));
                all.AddRange(changes.Items);
                more = changes.More;
            }
        }
        return [.. all];
    }

    private static async Task<ChatHistory> Page(Classroom room, string reader, long? before, int limit)
    {
        using (room.As(reader)) return Classroom.Ok(await room.Room.History(before, limit));
    }
}

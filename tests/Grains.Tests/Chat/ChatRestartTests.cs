using LearningHub.Grains.Interfaces.Chat;

namespace LearningHub.Grains.Tests.Chat;

public sealed class ChatRestartTests
{
    [Fact]
    public async Task After_a_restart_messages_edits_deletions_and_markers_are_as_before()
    {
        var server = await TestServer.Shared();
        try
        {
            var database = await server.NewDatabase();
            ChatMessage[] before;
            await using (var host = await TestHost.Start(database))
            {
                var room = await Classroom.Open(host.Grains, "t1", "ann", "bob");
                for (var i = 0; i < 10; i++) Classroom.Ok(await room.Send("ann", $"m{i}"));
                using (room.As("ann"))
                {
                    Classroom.Ok(await room.Room.Edit(new EditMessage("000000000002", "changed")));
                    Classroom.Ok(await room.Room.Delete(new DeleteMessage("000000000004")));
                }
                using (room.As("bob")) Classroom.Ok(await host.Grains.ChatReader(new MemberKey("t1", "c1", "bob")).MarkRead(new MarkRead(7)));
                before = await ChatRoomGrainTests.Changes(room, "ann", 0);
            }
            await using (var host = await TestHost.Start(database))
            {
                var room = Classroom.Known(host.Grains, "t1");
                (await ChatRoomGrainTests.Changes(room, "ann", 0)).ShouldBe(before);
                using (room.As("bob"))
                {
                    var page = Classroom.Ok(await room.Room.History(null, 50));
                    (page.LastSeq, page.LastRead, page.Unread).ShouldBe((12, 7, 3));
                }
                // A retry that crosses the restart is still the same message.
                Classroom.Ok(await room.Send("ann", "new", "k")).Seq.ShouldBe(13);
            }
            await using (var host = await TestHost.Start(database))
                Classroom.Ok(await Classroom.Known(host.Grains, "t1").Send("ann", "new", "k")).Seq.ShouldBe(13);
        }
        finally
        {
            await TestServer.Release();
        }
    }
}

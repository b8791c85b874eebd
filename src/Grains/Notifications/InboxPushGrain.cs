using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using Npgsql;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <c>tenant/inboxes</c>. One query and a publish a person, however many have something new: no grain a person is woken for it.</summary>
[StatelessWorker(4), GrainType("inbox-push")]
internal sealed class InboxPushGrain(NpgsqlDataSource database) : Grain, IInboxPushGrain
{
    public const string Kind = "inbox";
    private const int Most = 500;

    public async Task Tell(ImmutableArray<string> userIds)
    {
        await using var connection = await database.OpenConnectionAsync();
        foreach (var (userId, unread) in await UnreadCounts.Of(connection, this.GetPrimaryKeyString().Split('/')[0], [.. userIds.Take(Most)], CancellationToken.None))
            await this.Publish(LiveTopics.User(userId), Kind, unread.Number, unread);
    }
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Email;

/// <summary>The outbox. Key <c>tenant/queries</c> (List) or <c>system/queries</c> (Due, Depth), a stateless worker.</summary>
public interface IMailQueriesGrain : IGrainWithStringKey
{
    /// <summary>Mails of all tenants that can be sent now, oldest first. A hint: <see cref="IMailGrain.Begin"/> decides.</summary>
    [Requires(Permission.System), Alias("Due")] Task<ImmutableArray<MailRef>> Due(int limit);

    /// <summary>How much waits to be sent, over all tenants.</summary>
    [Requires(Permission.OperateSystem), Alias("Depth")] Task<QueueDepth> Depth();

    /// <summary>Newest first. For the development outbox page and admins.</summary>
    [Requires(Permission.System), Alias("List")] Task<Page<MailView>> List(string? cursor, int limit);
}

using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Notifications;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>A school whose people are registered, so that they can be told something; and the parts that tell, on a clock of the test's own.</summary>
internal sealed class NoticeSchool(HubFixture hub)
{
    public School School { get; } = new(hub);
    public string Tenant => School.Tenant;
    public Later Clock { get; } = new();
    public NotificationOptions Options { get; } = new() { AllowLocalPush = true };

    public INotificationQueriesGrain Queries => hub.Grains.Queries<INotificationQueriesGrain>(Tenant);
    public IInboxGrain Inbox(string user) => hub.Grains.Inbox(new(Tenant, user));
    public INotificationSettingsGrain Settings(string user) => hub.Grains.NotificationSettings(new(Tenant, user));

    /// <summary>What takes from the tables an hour and more from now: the host's own service does not see it yet.</summary>
    public Deliveries Deliveries => new(hub.Database, Microsoft.Extensions.Options.Options.Create(Options), Clock);
    public MailDelivery Mails => new(Deliveries, hub.Grains, hub.Services.GetRequiredService<PublicAddress>(), Clock);
    public PushWorker Pushes(PushSender sender) => new(Deliveries, sender, hub.Grains, hub.Services.GetRequiredService<PublicAddress>(), Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLogger<PushWorker>.Instance);
    public Spread Spread => new(hub.Database, Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLogger<Spread>.Instance);

    /// <summary>Hands over all mails that are due, those of other tests too.</summary>
    public async Task SendMails()
    {
        while (await Mails.Round(default)) { }
    }

    /// <summary>All that is due by the test's clock, of other tests too; answers the tenants of who was told.</summary>
    public async Task<IReadOnlyList<string>> SpreadAll()
    {
        var tenants = new List<string>();
        for (var more = true; more;)
        {
            (var told, more) = await Spread.Round(default);
            tenants.AddRange(told.Select(t => t.Tenant));
        }
        return tenants;
    }

    /// <summary>Registered by the platform, which vouches for the address.</summary>
    public async Task Register(params string[] users)
    {
        foreach (var user in users)
            using (hub.AsPlatform(Tenant))
                await hub.Grains.User(new(Tenant, user)).Register(new RegisterUser($"{char.ToUpperInvariant(user[0])}{user[1..]}", $"{user}@{Tenant}.test", Registered.Password, [Roles.Student], "Europe/Berlin")).Done();
    }

    public async Task<InboxView> List(string user, bool unread = false, string? kind = null, string? cursor = null, int limit = 20)
    {
        using (School.Student(user)) return await Queries.List(new(unread, kind, cursor, limit)).Done();
    }

    /// <summary>Until this person's inbox is so.</summary>
    public Task<InboxView> Until(string user, Func<InboxView, bool> condition) => Wait.Until(() => List(user), condition);

    public async Task<UnreadView> Unread(string user)
    {
        using (School.Student(user)) return await Queries.Unread();
    }

    public async Task<T?> Ask<T>(string sql)
    {
        await using var command = hub.Database.CreateCommand(sql.Replace("@tenant", $"'{Tenant}'", StringComparison.Ordinal));
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public Task<long> Count(string rows) => Ask<long>($"select count(*) from {rows}");
}

/// <summary>The real clock, put forward.</summary>
internal sealed class Later : TimeProvider
{
    public TimeSpan By { get; set; }
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
}

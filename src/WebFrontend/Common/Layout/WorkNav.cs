namespace LearningHub.WebFrontend.Common.Layout;

/// <summary>An entry of the side nav. <see cref="Count"/> is work that waits.</summary>
public sealed record WorkLink(string Href, string Icon, string Text, int? Count = null);

/// <summary>Entries under one caption; the first group has none.</summary>
public sealed record WorkGroup(string? Caption, IReadOnlyList<WorkLink> Links)
{
    public static IReadOnlyList<WorkGroup> For(PageViewer? viewer)
    {
        var groups = new List<WorkGroup>();
        if (viewer?.Teaches == true)
            groups.Add(new(null, [new(SitePaths.Desk, "layout-dashboard", "Desk"), new(SitePaths.Teaching, "book", "Courses"), new(SitePaths.Earnings, "receipt", "Earnings"), new(SitePaths.Coupons, "tag", "Coupons")]));
        if (viewer?.Administers == true)
        {
            WorkLink[] platform = !viewer.Operates ? [] :
            [
                new(SitePaths.Administration + "/cluster", "server", "Cluster"),
                new(SitePaths.Administration + "/projections", "stack-2", "Projections"),
                new(SitePaths.Administration + "/workflows", "refresh", "Workflows"),
            ];
            groups.Add(new(viewer.Teaches ? "Platform" : null,
            [
                .. platform,
                new(SitePaths.Administration + "/approvals", "check", "Course approvals"),
                new(SitePaths.Administration + "/orders", "receipt", "Orders"),
                new(SitePaths.Administration + "/payments", "credit-card", "Payments"),
                new(SitePaths.Administration + "/users", "users", "Users"),
                new(SitePaths.Administration + "/ledger", "receipt", "Ledger"),
                new(SitePaths.Administration + "/certificates", "certificate", "Certificates"),
                new(SitePaths.Administration + "/points", "award", "Points and badges"),
                new(SitePaths.Administration + "/settings", "adjustments", "Settings"),
                new(SitePaths.Administration + "/audit", "history", "Audit"),
                new("/outbox", "mail", "Outbox"),
            ]));
        }
        return groups;
    }
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Orders.Pages;

namespace LearningHub.WebFrontend.Orders;

/// <summary>Orders for those who manage sales: the list, one step by step, and refunds with what they do shown before they are confirmed.</summary>
internal static class OrderAdministrationPages
{
    public const string Root = SitePaths.Administration + "/orders";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Orders");
        pages.MapGet(Root, List).Access(Permission.ManageSales).WithName("page.admin.orders");
        pages.MapGet(Root + "/{orderId}", (string orderId, HttpContext http, IGrainFactory grains) => Show(orderId, http, grains, null)).Access(Permission.ManageSales).WithName("page.admin.order");
        pages.MapGet(Root + "/{orderId}/steps", Steps).Access(Permission.ManageSales).WithName("page.admin.order.steps");
        pages.MapGet(Root + "/{orderId}/refund", Quote).Access(Permission.ManageSales).WithName("page.admin.order.quote");
        pages.MapPost(Root + "/{orderId}/refund", Refund).Access(Permission.ManageSales).WithName("page.admin.order.refund");
        foreach (var verb in (string[])["retry", "compensate"])
        {
            pages.MapPost($"{Root}/{{orderId}}/steps/{verb}", (string orderId, HttpContext http, IGrainFactory grains) => Steer(http, grains, orderId, null, verb))
                .Access(Permission.ManageSales).WithName($"page.admin.order.{verb}");
            pages.MapPost($"{Root}/{{orderId}}/refunds/{{refundId}}/steps/{verb}", (string orderId, string refundId, HttpContext http, IGrainFactory grains) => Steer(http, grains, orderId, refundId, verb))
                .Access(Permission.ManageSales).WithName($"page.admin.refund.{verb}");
        }
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? q, string? status, string? trouble, string? cursor)
    {
        var wanted = Enum.TryParse<OrderStatus>(status, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && OrderWords.Filters.Contains(parsed) ? parsed : (OrderStatus?)null;
        var search = q is { Length: <= 100 } ? q : "";
        var found = await grains.Queries<IOrderQueriesGrain>(http.Viewer().Tenant).List(new OrderQuery(search, wanted, trouble is not null, cursor is { Length: <= 500 } ? cursor : null, 25));
        return Common.Pages.Show<AdminOrdersPage>(new
        {
            Page = await http.Page("Orders", Root), Found = found.Value ?? Page<OrderRow>.Empty, Search = search, Status = wanted, Trouble = trouble is not null, Cursor = cursor, Problem = found.Error?.Message,
        }, found.IsOk ? 200 : 422);
    }

    private static async Task<IResult> Show(string orderId, HttpContext http, IGrainFactory grains, Error? problem)
    {
        var tenant = http.Viewer().Tenant;
        var seen = await OrderCalls.See(http, grains, orderId);
        if (!seen.IsOk || seen.Value.Order is not { } order) return Refusals.NotFound(http);
        var documents = await grains.Queries<IReceiptQueriesGrain>(tenant).OfOrder(orderId);
        return Common.Pages.Show<AdminOrderPage>(new
        {
            Page = await http.Page($"Order {seen.Value.Number}", Root), State = seen.Value, Buyer = (await grains.User(new UserKey(tenant, order.BuyerId)).Get()).Value, Problem = problem,
            Refunds = await grains.Queries<IOrderQueriesGrain>(tenant).Refunds(orderId), Documents = documents is { IsOk: true, Value.IsDefault: false } ? documents.Value : ImmutableArray<BillingDocument>.Empty,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    /// <summary>The steps, read again every two seconds while they are looked at.</summary>
    private static async Task<IResult> Steps(string orderId, HttpContext http, IGrainFactory grains)
    {
        var seen = await OrderCalls.See(http, grains, orderId);
        if (!seen.IsOk || seen.Value.Order is null) return Refusals.NotFound(http);
        return Common.Pages.Show<OrderSteps>(new { OrderId = orderId, Checkout = seen.Value.Run, Refunds = await grains.Queries<IOrderQueriesGrain>(http.Viewer().Tenant).Refunds(orderId) });
    }

    private static async Task<IResult> Quote(string orderId, HttpContext http, IGrainFactory grains)
    {
        var query = http.Request.Query;
        return await Confirm(orderId, http, grains, query["line"], query["amount"].ToString(), query["keep"].Count > 0, query["kind"].ToString(), null);
    }

    private static async Task<IResult> Refund(string orderId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var confirmed = MoneyText.Parse(form.Text("confirmed"), form.Text("currency"));
        var (terms, refused) = Terms(form["line"], form.Text("amount"), form.ContainsKey("keep"), form.Text("kind"), form.Text("currency"));
        var started = refused is not null ? refused : await OrderCalls.Refund(http, grains, orderId, form.Text("refund"), terms, confirmed);
        if (started.IsOk) return Common.Pages.SeeOther($"{Root}/{orderId}");
        return started.Error.Kind is ErrorKind.NotFound ? Refusals.NotFound(http)
            : await Confirm(orderId, http, grains, form["line"], form.Text("amount"), form.ContainsKey("keep"), form.Text("kind"), started.Error);
    }

    private static async Task<IResult> Confirm(string orderId, HttpContext http, IGrainFactory grains, IEnumerable<string?> lines, string amount, bool keep, string kind, Error? problem)
    {
        var seen = await OrderCalls.See(http, grains, orderId);
        if (!seen.IsOk || seen.Value.Order is not { PlacedAt: not null } order) return Refusals.NotFound(http);
        var (terms, refused) = Terms(lines, amount, keep, kind, order.Total!.Value.Currency);
        var quote = refused is not null ? refused : await OrderCalls.Quote(http, grains, orderId, terms);
        if (!quote.IsOk) return await Show(orderId, http, grains, problem ?? quote.Error);
        var viewer = http.Viewer();
        var people = (await grains.Queries<IUserQueriesGrain>(viewer.Tenant).People([.. order.Lines.Select(l => l.SellerId).Distinct()])).ToDictionary(p => p.UserId, p => p.Name);
        return Common.Pages.Show<RefundPage>(new
        {
            Page = await http.Page($"Refund of order {order.Number}", Root), Order = order, Quote = quote.Value, Terms = terms, Kind = kind, Amount = amount, Sellers = people, Redeemed = await Redeemed(grains, viewer.Tenant, order),
            RefundId = KeySegment.NewId(http.RequestServices.GetRequiredService<TimeProvider>()), Problem = problem,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    /// <summary>The form says which kind it is: what the other kinds' fields hold does not count.</summary>
    private static (RefundTerms Terms, Error? Refused) Terms(IEnumerable<string?> lines, string amount, bool keep, string kind, string currency)
    {
        switch (kind)
        {
            case "lines":
                var named = lines.OfType<string>().Take(101).ToImmutableArray();
                return named.Length == 0 ? (RefundTerms.Everything, Error.Invalid("orders.refund_wrong", "Choose at least one course.", "line")) : (new(named, null, keep), null);
            case "amount":
                var parsed = MoneyText.Parse(amount, currency);
                return parsed is null ? (RefundTerms.Everything, Error.Invalid("orders.refund_wrong", $"Write an amount in {currency}, such as 12.50.", "amount")) : (new([], parsed, keep), null);
            default:
                return (RefundTerms.Everything with { KeepAccess = keep }, null);
        }
    }

    /// <summary>By course: how many of its licences somebody uses already.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> Redeemed(IGrainFactory grains, string tenant, OrderView order)
    {
        var redeemed = new Dictionary<string, int>();
        foreach (var line in order.Lines.Where(l => l.Quantity > 1))
            if ((await grains.Licences(new LicenceKey(tenant, order.OrderId, line.CourseId)).Get()).Value is { } licences) redeemed[line.CourseId] = licences.Codes.Count(c => c.RedeemedBy is not null);
        return redeemed;
    }

    private static async Task<IResult> Steer(HttpContext http, IGrainFactory grains, string orderId, string? refundId, string verb)
    {
        var steered = await OrderAdministrationApi.Do(http, grains, orderId, refundId, verb);
        if (steered.IsOk) return Common.Pages.SeeOther($"{Root}/{orderId}");
        return steered.Error.Kind is ErrorKind.NotFound ? Refusals.NotFound(http) : await Show(orderId, http, grains, steered.Error);
    }
}

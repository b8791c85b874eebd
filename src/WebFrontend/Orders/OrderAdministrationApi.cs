using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Orders;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Orders;

/// <summary>Orders for those who manage sales: found, seen step by step, given back.</summary>
internal static class OrderAdministrationApi
{
    private const int MaxBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Orders").MapGroup("/admin/orders").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("", List).Access(Permission.ManageSales).WithName("orders.list")
            .WithSummary("Orders, newest first; search by number, buyer, course or coupon code; trouble: disputed, or stopped for a person.")
            .Produces<Page<OrderRow>>().ProducesProblem(422);
        api.MapGet("/{orderId}/refunds", Refunds).Access(Permission.ManageSales).WithName("orders.refunds")
            .WithSummary("The runs of an order's refunds, step by step, newest first.").Produces<ImmutableArray<WorkflowStatus>>().ProducesProblem(404);
        api.MapPost("/{orderId}/refund-quotes", Quote).Access(Permission.ManageSales).WithName("orders.quote_refund")
            .WithSummary("What a refund would do to money, access, coupon and revenue. Changes nothing. Lines, or an amount, or neither: all that is left.")
            .Produces<RefundQuote>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/{orderId}/refunds/{refundId}", Refund).Access(Permission.ManageSales).WithName("orders.refund")
            .WithSummary("Gives money back. The refund's id is made by the caller: a repeat is the same refund. Refused when it would be another amount than was confirmed.")
            .Produces<WorkflowStatus>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        foreach (var (verb, summary) in ((string, string)[])[("retry", "Tries the step that is due again now."), ("compensate", "Has everything taken back that was done so far; money first.")])
        {
            api.MapPost($"/{{orderId}}/steps/{verb}", (string orderId, HttpContext http, IGrainFactory grains) => Steer(http, grains, orderId, null, verb))
                .Access(Permission.ManageSales).WithName($"orders.steps.{verb}").WithSummary($"The checkout of an order. {summary}").Produces<WorkflowStatus>().ProducesProblem(404).ProducesProblem(409);
            api.MapPost($"/{{orderId}}/refunds/{{refundId}}/steps/{verb}", (string orderId, string refundId, HttpContext http, IGrainFactory grains) => Steer(http, grains, orderId, refundId, verb))
                .Access(Permission.ManageSales).WithName($"orders.refunds.steps.{verb}").WithSummary($"A refund. {summary}").Produces<WorkflowStatus>().ProducesProblem(404).ProducesProblem(409);
        }
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? search = null, OrderStatus? status = null, bool trouble = false, string? cursor = null, int? limit = null) =>
        (await grains.Queries<IOrderQueriesGrain>(http.Viewer().Tenant).List(new OrderQuery(search ?? "", status, trouble, cursor, HttpInput.Limit(limit, 50)))).ToApi();

    private static async Task<IResult> Refunds(string orderId, HttpContext http, IGrainFactory grains)
    {
        var tenant = http.Viewer().Tenant;
        var order = await grains.Order(new OrderKey(tenant, orderId)).Get();
        return order.IsOk ? Results.Ok(await grains.Queries<IOrderQueriesGrain>(tenant).Refunds(orderId)) : order.Error.ToProblem();
    }

    private static async Task<IResult> Quote(string orderId, TermsBody body, HttpContext http, IGrainFactory grains) =>
        (await OrderCalls.Quote(http, grains, orderId, body.Terms())).ToApi();

    private static async Task<IResult> Refund(string orderId, string refundId, RefundBody body, HttpContext http, IGrainFactory grains) =>
        (await OrderCalls.Refund(http, grains, orderId, refundId, new TermsBody(body.LineIds, body.Amount, body.KeepAccess).Terms(), body.Confirmed))
            .ToApi(s => Results.Accepted($"{EndpointGroups.ApiRoot}/admin/orders/{orderId}/refunds", s));

    private static async Task<IResult> Steer(HttpContext http, IGrainFactory grains, string orderId, string? refundId, string verb) => (await Do(http, grains, orderId, refundId, verb)).ToApi();

    public static async Task<Result<WorkflowStatus>> Do(HttpContext http, IGrainFactory grains, string orderId, string? refundId, string verb)
    {
        var run = await OrderCalls.Run(http, grains, orderId, refundId);
        if (!run.IsOk) return run.Error;
        return verb == "retry" ? await run.Value.Retry() : await run.Value.Compensate();
    }

    internal sealed record TermsBody(string?[]? LineIds, Money? Amount, bool KeepAccess)
    {
        public RefundTerms Terms() => new([.. (LineIds ?? []).Select(id => id ?? "")], Amount, KeepAccess);
    }

    /// <param name="Confirmed">The amount of the quote that was confirmed.</param>
    internal sealed record RefundBody(string?[]? LineIds, Money? Amount, bool KeepAccess, Money? Confirmed);
}

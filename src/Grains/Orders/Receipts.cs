using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Orders;

/// <summary>An order as the receipt book writes it down.</summary>
internal sealed class Receipts(IGrainFactory grains, string tenant)
{
    public async Task<Result<DocumentRef>> Issue(OrderView order, string operationId)
    {
        var ways = await grains.Queries<IPaymentProvidersGrain>(tenant).List(order.Total!.Value);
        var way = ways.FirstOrDefault(p => p.Id == order.Provider)?.Name ?? order.Provider;
        return await Book.Issue(new IssueReceipt(order.OrderId, order.BuyerId, way, order.PaidAt ?? order.PlacedAt!.Value,
            [.. order.Lines.Select(l => new ReceiptLine(l.CourseId, l.Title, l.Quantity, l.UnitPrice, l.Discount, l.Total))], order.Total.Value) { OperationId = operationId });
    }

    /// <summary>A line of the note for each line that gives something back. A part of a line is one piece at the price of that part.</summary>
    public Task<Result<DocumentRef>> Credit(OrderView order, string refundId, ImmutableArray<RefundShare> shares, string operationId)
    {
        var lines = shares.Where(s => !s.Amount.IsZero).Select(s => Line(order.Lines.First(l => l.LineId == s.LineId), s.Amount)).ToImmutableArray();
        return Book.Credit(new IssueCreditNote(order.OrderId, refundId, lines, Money.Sum(lines.Select(l => l.Total), order.Total!.Value.Currency)) { OperationId = operationId });
    }

    private static ReceiptLine Line(OrderLineView line, Money part) => part == line.Total
        ? new(line.CourseId, line.Title, line.Quantity, line.UnitPrice, line.Discount, line.Total)
        : new(line.CourseId, line.Title, 1, part, Money.Zero(part.Currency), part);

    private IReceiptBookGrain Book => grains.GetGrain<IReceiptBookGrain>(new TenantKey(tenant, "receipts").ToString());
}

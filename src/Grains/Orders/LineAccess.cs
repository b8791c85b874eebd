using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

/// <summary>What a line of an order opens, and how it is closed: one is the buyer's own access, several are licences for others.</summary>
internal sealed class LineAccess(IGrainFactory grains, string tenant, OrderView order)
{
    /// <summary>Why a buyer has access: the order.</summary>
    public static string Ground(string orderId) => $"order-{orderId}";

    /// <summary>For good: places are free again, licences void.</summary>
    public async Task<Error?> Close(OrderLineView line, string reason, string? operationId)
    {
        var error = line.Quantity == 1
            ? (await Enrolment(line).Revoke(new RevokeAccess(Ground(order.OrderId), reason) { OperationId = operationId })).Error
            : (await grains.Licences(new LicenceKey(tenant, order.OrderId, line.CourseId)).Revoke(new RevokeLicences(reason) { OperationId = operationId })).Error;
        if (error is not null) return error;
        return (await grains.SeatPool(new CourseKey(tenant, line.CourseId)).Release(new ReleaseSeats(order.OrderId) { OperationId = operationId })).Error;
    }

    /// <summary>Until it is decided: the place is kept, and so are licences, which are others'.</summary>
    public async Task<Error?> Suspend(OrderLineView line) =>
        line.Quantity == 1 ? (await Enrolment(line).Revoke(new RevokeAccess(Ground(order.OrderId), "disputed"))).Error : null;

    public async Task<Error?> Reopen(OrderLineView line) =>
        line.Quantity == 1 ? (await Enrolment(line).Grant(new GrantAccess(Ground(order.OrderId)))).Error : null;

    private IEnrolmentGrain Enrolment(OrderLineView line) => grains.Enrolment(new MemberKey(tenant, line.CourseId, order.BuyerId));
}

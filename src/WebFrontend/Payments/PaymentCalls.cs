using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.WebFrontend.Payments;

/// <summary>The references that pages and API share.</summary>
internal static class PaymentCalls
{
    public static IPaymentGrain Payment(HttpContext http, IGrainFactory grains, string paymentId) => grains.Payment(new(http.Viewer().Tenant, paymentId));

    public static ITestPaymentGrain TestPayment(HttpContext http, IGrainFactory grains, string referenceId) => grains.GetGrain<ITestPaymentGrain>($"{http.Viewer().Tenant}/{referenceId}");

    /// <summary>What admins look for, from a query string; what cannot be read filters nothing.</summary>
    public static PaymentQuery Query(string? q, string? status, bool disputed, bool attention, string? cursor, int limit) => new(
        q is { Length: <= 100 } ? q : "", Status(status), disputed, attention, cursor is { Length: > 0 and <= 500 } ? cursor : null, limit);

    private static PaymentStatus? Status(string? status) =>
        Enum.TryParse<PaymentStatus>(status, ignoreCase: true, out var found) && Enum.IsDefined(found) && found != PaymentStatus.None && !int.TryParse(status, out _) ? found : null;

    /// <summary>A button of the test provider's page by its name in addresses; null when there is none.</summary>
    public static TestPaymentAction? Action(string name) =>
        Enum.TryParse<TestPaymentAction>(name, ignoreCase: true, out var action) && Enum.IsDefined(action) && name.All(char.IsAsciiLetter) ? action : null;
}

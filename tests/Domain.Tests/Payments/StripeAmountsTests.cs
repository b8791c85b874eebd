using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Payments.Stripe;

namespace LearningHub.Domain.Tests.Payments;

public sealed class StripeAmountsTests
{
    [Theory]
    [InlineData(1000, "USD", 1000)] // 10 USD
    [InlineData(4950, "EUR", 4950)]
    [InlineData(500, "JPY", 500)] // zero-decimal: 500 is ¥500
    [InlineData(500, "KRW", 500)]
    [InlineData(5, "ISK", 500)] // zero-decimal, kept at two: 5 ISK is 500
    [InlineData(5, "UGX", 500)]
    [InlineData(5120, "KWD", 5120)] // three-decimal: the last digit is 0
    [InlineData(4950, "BHD", 4950)]
    [InlineData(300, "MGA", 3)]
    public void Amounts_go_to_Stripe_and_come_back_as_it_documents_them(long minor, string currency, long there)
    {
        StripeAmounts.To(new Money(minor, currency)).ShouldBe(there);
        StripeAmounts.From(there, currency.ToLowerInvariant()).ShouldBe(new Money(minor, currency));
    }

    [Theory]
    [InlineData(5124, "KWD")] // would have to be rounded to 5120 or 5130
    [InlineData(1, "BHD")]
    [InlineData(0, "EUR")]
    [InlineData(-100, "EUR")]
    [InlineData(100_000_000, "EUR")] // nine digits
    [InlineData(1_000_000, "ISK")]
    [InlineData(150, "MGA")]
    public void What_Stripe_cannot_take_exactly_is_not_rounded_but_not_offered(long minor, string currency) => StripeAmounts.To(new Money(minor, currency)).ShouldBeNull();

    [Theory]
    [InlineData(550, "isk")]
    [InlineData(5, null)]
    [InlineData(5, "euro")]
    [InlineData(5, "e1r")]
    public void What_is_no_amount_of_ours_is_none(long amount, string? currency) => StripeAmounts.From(amount, currency).ShouldBeNull();
}

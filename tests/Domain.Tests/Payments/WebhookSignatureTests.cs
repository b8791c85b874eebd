using LearningHub.Grains.Payments;

namespace LearningHub.Domain.Tests.Payments;

public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly byte[] Old = "whsec_old"u8.ToArray(), New = "whsec_new"u8.ToArray();
    private const string Body = """{"id":"evt_1","text":"žluťoučký kůň"}""";

    [Fact]
    public void The_scheme_is_HMAC_SHA256_over_time_dot_body()
    {
        // Made with: printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test
        var header = WebhookSignature.Sign("whsec_test"u8, "{}", Now);
        header.ShouldBe("t=1700000000,v1=" + Vector);
        WebhookSignature.Verify(header, "{}", ["whsec_test"u8.ToArray()], Now).ShouldBeTrue();
    }

    private const string Vector = "35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91";

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_signature_is_good_for_five_minutes(int seconds, bool good) =>
        WebhookSignature.Verify(WebhookSignature.Sign(New, Body, Now.AddSeconds(seconds)), Body, [New], Now).ShouldBe(good);

    [Fact]
    public void While_a_secret_is_rolled_either_one_fits_and_either_signature_does()
    {
        var (byOld, byNew) = (WebhookSignature.Sign(Old, Body, Now), WebhookSignature.Sign(New, Body, Now));
        WebhookSignature.Verify(byOld, Body, [New, Old], Now).ShouldBeTrue();
        WebhookSignature.Verify(byNew, Body, [New, Old], Now).ShouldBeTrue();
        WebhookSignature.Verify(byOld, Body, [New], Now).ShouldBeFalse();
        var both = $"{byOld},v1={byNew.Split("v1=")[1]}";
        WebhookSignature.Verify(both, Body, [New], Now).ShouldBeTrue();
        WebhookSignature.Verify(both, Body, [Old], Now).ShouldBeTrue();
    }

    [Fact]
    public void A_changed_body_time_or_signature_does_not_fit()
    {
        var header = WebhookSignature.Sign(New, Body, Now);
        WebhookSignature.Verify(header, Body + " ", [New], Now).ShouldBeFalse();
        WebhookSignature.Verify(header.Replace("t=1700000000", "t=1700000001", StringComparison.Ordinal), Body, [New], Now).ShouldBeFalse();
        var last = header[^1] == '0' ? '1' : '0';
        WebhookSignature.Verify(header[..^1] + last, Body, [New], Now).ShouldBeFalse();
        WebhookSignature.Verify(header, Body, [], Now).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("t=1700000000")]
    [InlineData("v1=00")]
    [InlineData("t=,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=-1,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=9223372036854775807,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1700000000,t=1700000000,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1700000000,v0=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1700000000,v1=zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(",,,=,=t,v1")]
    public void A_header_that_is_none_fits_nothing(string header) => WebhookSignature.Verify(header, Body, [New], Now).ShouldBeFalse();

    [Fact]
    public void A_good_signature_under_another_scheme_does_not_count() =>
        WebhookSignature.Verify(WebhookSignature.Sign(New, Body, Now).Replace("v1=", "v0=", StringComparison.Ordinal), Body, [New], Now).ShouldBeFalse();

    [Fact]
    public void A_header_with_a_thousand_signatures_is_not_worked_through() =>
        WebhookSignature.Verify(WebhookSignature.Sign(New, Body, Now) + string.Concat(Enumerable.Repeat(",v1=" + new string('0', 64), 1000)), Body, [New], Now).ShouldBeFalse();
}

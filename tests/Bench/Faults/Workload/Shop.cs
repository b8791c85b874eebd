using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <param name="Total">In cents, with the coupon.</param>
internal sealed record Offer(string Course, string Code, long Total);

/// <summary>A course that costs something and has so many places, and a coupon that anybody may use once.</summary>
internal sealed class Shop(Academy academy)
{
    public const string Currency = "EUR", Code = "TENOFF";
    public const long Price = 4900, Discounted = 4410;

    public string Course { get; private set; } = "";
    public Offer Offer => new(Course, Code, Discounted);

    public async Task SetUp(CancellationToken cancellation)
    {
        Course = await academy.MakeCourse("What it costs", cancellation, Price, seats: 100_000);
        await academy.Post("/api/v1/coupons", Coupon("ten-percent", Code, null), academy.AdminToken, cancellation);
    }

    public static JsonObject Money(long minor) => new() { ["minor"] = minor, ["currency"] = Currency };

    /// <summary>Ten percent off.</summary>
    /// <param name="uses">In all; null: any number.</param>
    public static JsonObject Coupon(string id, string code, int? uses) => new()
    {
        ["couponId"] = id, ["code"] = code,
        ["rules"] = new JsonObject { ["name"] = "Ten percent", ["kind"] = "percentage", ["basisPoints"] = 1_000, ["zone"] = "Europe/Berlin", ["totalLimit"] = uses, ["perPersonLimit"] = 1, ["returnsOnRefund"] = true },
    };
}

using System.Collections.Immutable;
using System.Text;
using LearningHub.Grains.Interfaces.Coupons;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Coupons;

/// <summary>The coupons of those who sell.</summary>
internal static class CouponApi
{
    private const int MaxBody = 64 * 1024, CodesAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Coupons").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/coupons", List).Access(Permission.Teach).WithName("coupons.list").WithSummary("The caller's coupons, newest first; all=true for admins: everyone's.")
            .Produces<Page<CouponRow>>().ProducesProblem(422);
        api.MapPost("/coupons", Create).Access(Permission.Teach).WithName("coupons.create")
            .WithSummary("Makes a coupon: a percentage in hundredths of a percent or an amount a currency, with local times in the seller's zone.")
            .Produces<CouponAnswer>(201).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/coupons/{couponId}", Get).Access(Permission.Teach).WithName("coupons.get").WithSummary("A coupon with its uses.").Produces<CouponView>().ProducesProblem(404);
        api.MapPut("/coupons/{couponId}", Change).Access(Permission.Teach).WithName("coupons.change").WithSummary("Changes a coupon's rules; what was used before stays as it was.")
            .Produces<CouponAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/coupons/{couponId}/paused", Pause).Access(Permission.Teach).WithName("coupons.pause").WithSummary("Stops a coupon, or lets it go on.").Produces<CouponAnswer>().ProducesProblem(404);
        api.MapPost("/coupons/{couponId}/codes", GenerateCodes).Access(Permission.Teach).WithName("coupons.codes.generate")
            .WithSummary("Orders single-use codes, at most 100,000 a coupon. They are made in the background.").Produces<CodesOrdered>(202).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/coupons/{couponId}/codes", Codes).Access(Permission.Teach).WithName("coupons.codes").WithSummary("The single-use codes, in the order they were made.")
            .Produces<Page<CouponCodeView>>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/coupons/{couponId}/codes.csv", Csv).Access(Permission.Teach).WithName("coupons.codes.csv").WithSummary("All single-use codes as CSV.").Produces<string>(200, "text/csv").ProducesProblem(404);
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, bool? all = null, string? cursor = null, int? limit = null) =>
        (await grains.Queries<ICouponQueriesGrain>(http.Viewer().Tenant).List(all ?? false, cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, TimeProvider time, CreateBody body)
    {
        var id = KeySegment.IsValid(body.CouponId) ? body.CouponId! : KeySegment.NewId(time);
        var created = await CouponCalls.Create(http, grains, id, body.Code ?? "", Rules(body.Rules));
        return created.ToApi(r => Results.Created($"{EndpointGroups.ApiRoot}/coupons/{id}", new CouponAnswer(id, r.Version)));
    }

    private static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string couponId) => (await CouponCalls.Coupon(http, grains, couponId).Get()).ToApi();

    private static async Task<IResult> Change(HttpContext http, IGrainFactory grains, string couponId, ChangeBody body) =>
        (await CouponCalls.Seen(grains, await CouponCalls.Coupon(http, grains, couponId).Change(new ChangeCoupon(Rules(body.Rules)) { OperationId = http.OperationId() })))
            .ToApi(r => Results.Ok(new CouponAnswer(couponId, r.Version)));

    private static async Task<IResult> Pause(HttpContext http, IGrainFactory grains, string couponId, PauseBody body) =>
        (await CouponCalls.Seen(grains, await CouponCalls.Coupon(http, grains, couponId).Pause(new PauseCoupon(body.Paused) { OperationId = http.OperationId() })))
            .ToApi(r => Results.Ok(new CouponAnswer(couponId, r.Version)));

    private static async Task<IResult> GenerateCodes(HttpContext http, IGrainFactory grains, string couponId, CodesBody body) =>
        (await CouponCalls.Coupon(http, grains, couponId).GenerateCodes(new GenerateCodes(body.Count) { OperationId = http.OperationId() })).ToApi(o => Results.Json(o, statusCode: 202));

    private static async Task<IResult> Codes(HttpContext http, IGrainFactory grains, string couponId, string? cursor = null, int? limit = null) =>
        (await CouponCalls.Coupon(http, grains, couponId).Codes(cursor, HttpInput.Limit(limit, 100, CodesAtOnce))).ToApi();

    /// <summary>Written as it is read, a thousand rows at a time: a hundred thousand codes are never in memory at once.</summary>
    private static async Task<IResult> Csv(HttpContext http, IGrainFactory grains, string couponId)
    {
        var coupon = CouponCalls.Coupon(http, grains, couponId);
        var page = await coupon.Codes(null, CodesAtOnce);
        if (!page.IsOk) return page.ToApi();
        return Results.Stream(async body =>
        {
            await body.WriteAsync("code,used\r\n"u8.ToArray());
            while (true)
            {
                var text = new StringBuilder();
                foreach (var code in page.Value!.Items) text.Append(code.Code).Append(code.Used ? ",yes\r\n" : ",no\r\n");
                await body.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
                if (page.Value.Next is not { } next) return;
                page = await coupon.Codes(next, CodesAtOnce);
                // Half a file must not look like a whole one.
                if (!page.IsOk) throw new IOException($"The codes could not be read on: {page.Error.Code}");
            }
        }, "text/csv", $"codes-{couponId}.csv");
    }

    private static CouponRules Rules(RulesBody? b) => new(b?.Name ?? "", b?.Kind ?? CouponKind.Percentage, b?.BasisPoints ?? 0, b?.Amounts ?? [], b?.Minimums ?? [], b?.From, b?.Until,
        b?.Zone ?? "", b?.TotalLimit, b?.PerPersonLimit, [.. (b?.CourseIds ?? []).Select(c => c ?? "")], b?.Combines ?? false, b?.ReturnsOnRefund ?? true);

    /// <param name="CouponId">May be made by the caller, so that sending it again makes no second.</param>
    /// <param name="Code">Shared by all; empty: single-use codes only.</param>
    internal sealed record CreateBody(string? CouponId, string? Code, RulesBody? Rules);

    internal sealed record ChangeBody(RulesBody? Rules);

    internal sealed record RulesBody(string? Name, CouponKind Kind, int BasisPoints, ImmutableArray<Money>? Amounts, ImmutableArray<Money>? Minimums, string? From, string? Until, string? Zone,
        int? TotalLimit, int? PerPersonLimit, ImmutableArray<string?>? CourseIds, bool? Combines, bool? ReturnsOnRefund);

    internal sealed record PauseBody(bool Paused);

    internal sealed record CodesBody(int Count);

    internal sealed record CouponAnswer(string CouponId, long Version);
}

using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Coupons.Pages;

namespace LearningHub.WebFrontend.Coupons;

/// <summary>Coupons for those who sell: instructors their own, admins everybody's.</summary>
internal static class CouponPages
{
    private const int PageSize = 50, CodesShown = 24, MaxCourses = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Coupons");
        pages.MapGet(SitePaths.Coupons, List).Access(Permission.Teach).WithName("page.coupons");
        pages.MapGet(SitePaths.Coupons + "/new", ShowNew).Access(Permission.Teach).WithName("page.coupon.new");
        pages.MapPost(SitePaths.Coupons + "/new", Create).Access(Permission.Teach).WithName("page.coupon.create");
        pages.MapGet(SitePaths.Coupons + "/{couponId}", (HttpContext http, IGrainFactory grains, string couponId, string? cursor) => Show(http, grains, couponId, null, null, cursor)).Access(Permission.Teach).WithName("page.coupon");
        pages.MapPost(SitePaths.Coupons + "/{couponId}", Change).Access(Permission.Teach).WithName("page.coupon.change");
        pages.MapPost(SitePaths.Coupons + "/{couponId}/pause", Pause).Access(Permission.Teach).WithName("page.coupon.pause");
        pages.MapPost(SitePaths.Coupons + "/{couponId}/codes", GenerateCodes).Access(Permission.Teach).WithName("page.coupon.codes");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? all, string? cursor)
    {
        var viewer = http.Viewer();
        var everyones = all is not null && viewer.Actor.IsAdmin;
        var coupons = await grains.Queries<ICouponQueriesGrain>(viewer.Tenant).List(everyones, cursor is { Length: <= 500 } ? cursor : null, PageSize);
        return Common.Pages.Show<CouponsPage>(new
        {
            Page = await http.Page("Coupons", SitePaths.Coupons), Coupons = coupons.Value ?? Page<CouponRow>.Empty, Cursor = cursor, All = everyones, IsAdmin = viewer.Actor.IsAdmin,
            Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        });
    }

    private static Task<IResult> ShowNew(HttpContext http, IGrainFactory grains, TimeProvider time) =>
        Form(http, grains, CouponForm.New(http.Viewer().Person?.Zone is { Length: > 0 } zone ? zone : "Europe/Berlin"), KeySegment.NewId(time), null);

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var form = await http.Form();
        var entered = CouponForm.Of(form);
        var id = KeySegment.IsValid(form.Text("id")) ? form.Text("id") : KeySegment.NewId(time);
        var rules = entered.Read();
        var created = rules.IsOk ? await CouponCalls.Create(http, grains, id, entered.Code, rules.Value) : rules.Error;
        return created.IsOk ? Common.Pages.SeeOther($"{SitePaths.Coupons}/{id}?saved") : await Form(http, grains, entered, id, created.Error);
    }

    private static async Task<IResult> Form(HttpContext http, IGrainFactory grains, CouponForm entered, string id, Error? error) =>
        Common.Pages.Show<NewCouponPage>(new
        {
            Page = await http.Page("New coupon", SitePaths.Coupons), Entered = entered, Id = id, Courses = await Courses(http, grains), Error = error,
        }, error is null ? 200 : ProblemResults.Status(error.Kind));

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string couponId, CouponForm? entered, Error? error, string? cursor)
    {
        var grain = CouponCalls.Coupon(http, grains, couponId);
        var coupon = await grain.Get();
        if (!coupon.IsOk) return Refusals.NotFound(http);
        var codes = coupon.Value.CodesWanted == 0 ? null : await grain.Codes(cursor is { Length: <= 500 } ? cursor : null, CodesShown);
        return Common.Pages.Show<CouponPage>(new
        {
            Page = await http.Page(coupon.Value.Rules.Name, SitePaths.Coupons), Coupon = coupon.Value, Entered = entered ?? CouponForm.Of(coupon.Value), Courses = await Courses(http, grains),
            Codes = codes?.Value ?? Page<CouponCodeView>.Empty, Cursor = cursor, Error = error, Saved = http.Request.Query.ContainsKey("saved"),
            Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
    }

    private static async Task<IResult> Change(HttpContext http, IGrainFactory grains, string couponId)
    {
        var entered = CouponForm.Of(await http.Form());
        var rules = entered.Read();
        var changed = rules.IsOk ? await CouponCalls.Seen(grains, await CouponCalls.Coupon(http, grains, couponId).Change(new ChangeCoupon(rules.Value))) : rules.Error;
        return changed.IsOk ? Common.Pages.SeeOther($"{SitePaths.Coupons}/{couponId}?saved") : await Show(http, grains, couponId, entered, changed.Error, null);
    }

    private static async Task<IResult> Pause(HttpContext http, IGrainFactory grains, string couponId)
    {
        var paused = (await http.Form()).Text("paused") == "1";
        var done = await CouponCalls.Seen(grains, await CouponCalls.Coupon(http, grains, couponId).Pause(new PauseCoupon(paused)));
        return done.IsOk ? Common.Pages.SeeOther($"{SitePaths.Coupons}/{couponId}") : await Show(http, grains, couponId, null, done.Error, null);
    }

    private static async Task<IResult> GenerateCodes(HttpContext http, IGrainFactory grains, string couponId)
    {
        var form = await http.Form();
        var count = int.TryParse(form.Text("count").Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        var ordered = await CouponCalls.Coupon(http, grains, couponId).GenerateCodes(new GenerateCodes(count) { OperationId = http.OperationId() });
        return ordered.IsOk ? Common.Pages.SeeOther($"{SitePaths.Coupons}/{couponId}#codes") : await Show(http, grains, couponId, null, ordered.Error, null);
    }

    /// <summary>The courses to choose from: the caller's own, for an admin all.</summary>
    private static async Task<IReadOnlyList<TaughtCourse>> Courses(HttpContext http, IGrainFactory grains) =>
        (await grains.Queries<ICourseQueriesGrain>(http.Viewer().Tenant).Taught(http.Viewer().Actor.IsAdmin, null, MaxCourses)).Value?.Items ?? [];
}

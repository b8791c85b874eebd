using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Coupons;

/// <summary>A coupon: its rules, its codes and its uses. Key <see cref="CouponKey"/>. The single writer of its uses: a one-use coupon is reserved
/// exactly once, whoever asks at the same moment. An instructor's coupon counts for their own courses, an admin's for all. Refusals, each its own
/// code: <c>coupons.unknown</c>, <c>.mistyped</c> (the check digit is wrong), <c>.paused</c>, <c>.not_yet</c>, <c>.expired</c>, <c>.used_up</c>,
/// <c>.reserved</c> (the last use is in somebody's checkout), <c>.used_by_you</c>, <c>.minimum</c>, <c>.wrong_courses</c>, <c>.wrong_currency</c>,
/// <c>.does_not_combine</c>, <c>.changed</c> (it no longer takes off what the buyer saw). Bounds: 100 courses, 100,000 codes, 10,000 reservations at once.</summary>
public interface ICouponGrain : IGrainWithStringKey
{
    [Requires(Permission.Teach), Alias("Create")] Task<Result<Receipt>> Create(CreateCoupon command);

    /// <summary>Changes the rules. What was reserved or used before stays as it was.</summary>
    [Requires(Permission.Teach), Alias("Change")] Task<Result<Receipt>> Change(ChangeCoupon command);

    /// <summary>Stops the coupon, or lets it go on.</summary>
    [Requires(Permission.Teach), Alias("Pause")] Task<Result<Receipt>> Pause(PauseCoupon command);

    /// <summary>Orders single-use codes with a check digit, none of which is in use anywhere in the tenant. They are made in the background, a thousand at a
    /// time; a restart goes on where it stopped when the coupon is next asked for. At most 100,000 a coupon (<c>coupons.too_many_codes</c>).</summary>
    [Requires(Permission.Teach), Alias("GenerateCodes")] Task<Result<CodesOrdered>> GenerateCodes(GenerateCodes command);

    /// <summary>For its owner and admins.</summary>
    [Requires(Permission.Teach), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<CouponView>> Get();

    /// <summary>The single-use codes, in the order they were made. For its owner and admins.</summary>
    [Requires(Permission.Teach), ReadOnly, AlwaysInterleave, Alias("Codes")] Task<Result<Page<CouponCodeView>>> Codes(string? cursor, int limit);

    /// <summary>What it would take off now, or why not. Changes nothing.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("Quote")] Task<Result<AppliedCoupon>> Quote(QuoteCoupon query);

    /// <summary>Holds one use for an order. Again for the same order: the first answer.</summary>
    [Requires(Permission.System), Alias("Reserve")] Task<Result<AppliedCoupon>> Reserve(ReserveCoupon command);

    /// <summary>Safe to repeat; an order that was confirmed stays so. A reservation that ran out is taken again when there is a use left
    /// (<c>coupons.used_up</c>): whoever has paid already keeps their price, so the caller may ignore that.</summary>
    [Requires(Permission.System), Alias("Confirm")] Task<Result<Receipt>> Confirm(ConfirmCoupon command);

    /// <summary>Safe to repeat, also for an order that never reserved.</summary>
    [Requires(Permission.System), Alias("Release")] Task<Result<Receipt>> Release(ReleaseCoupon command);

    /// <summary>Safe to repeat. Nothing happens when the policy keeps the use.</summary>
    [Requires(Permission.System), Alias("Return")] Task<Result<Receipt>> Return(ReturnCoupon command);
}

/// <summary>Coupons by code, and lists of them. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface ICouponQueriesGrain : IGrainWithStringKey
{
    /// <summary>The coupon a code belongs to. Errors: <c>coupons.unknown</c>, <c>coupons.mistyped</c>.</summary>
    [Requires(Permission.System), Alias("Find")] Task<Result<FoundCoupon>> Find(string code);

    /// <summary>The caller's coupons, newest first; an admin sees all when <paramref name="all"/>. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("List")] Task<Result<Page<CouponRow>>> List(bool all, string? cursor, int limit);
}

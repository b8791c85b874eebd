using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using Orleans.Runtime;

namespace LearningHub.Grains.Coupons;

/// <summary>Key <see cref="CouponKey"/>. Invariants: <see cref="Coupon"/> and <see cref="CouponUses"/>. In memory: a reservation an open checkout, at most
/// 10,000; uses, people and codes are looked up. Two commits a purchase; a quote a view of a cart that has it, interleaved. Calls the courses' interleaved
/// reads only.</summary>
[GrainType("coupon")]
internal sealed class CouponGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<CouponState>(store), ICouponGrain
{
    private const string CodesList = "coupons.codes";
    private const int MaxPage = 1_000;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);
    private IGrainTimer? _making;

    private CouponKey Id => CouponKey.Parse(Key);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        GoOnMaking();
    }

    protected override async ValueTask<CouponState> WithRecords(CouponState state, CancellationToken cancellation)
    {
        if (!state.Exists) return state;
        var holds = await Store.LoadRecords(CouponState.HoldRecord, Key, CouponUses.MaxHolds, cancellation);
        return state with { Holds = holds.ToImmutableDictionary(h => h.Id, h => h.Read<CouponHold>()) };
    }

    public async Task<Result<Receipt>> Create(CreateCoupon command) =>
        await RefuseCourses(command.Rules.CourseIds) is { } refused ? refused : await Execute(command, s => Coupon.Create(s, command, Actor, time.GetUtcNow()));

    public async Task<Result<Receipt>> Change(ChangeCoupon command) =>
        await RefuseCourses(command.Rules.CourseIds) is { } refused ? refused : await Execute(command, s => Coupon.Change(s, command, Actor));

    public Task<Result<Receipt>> Pause(PauseCoupon command) => Execute(command, s => Coupon.Pause(s, command, Actor));

    public async Task<Result<CodesOrdered>> GenerateCodes(GenerateCodes command)
    {
        var ordered = await Execute(command, s => Coupon.OrderCodes(s, command, Actor), (s, _) => new CodesOrdered(s.CodesWanted, s.Codes));
        if (ordered.IsOk) GoOnMaking();
        return ordered;
    }

    public Task<Result<CouponView>> Get() => Task.FromResult<Result<CouponView>>(
        Coupon.IsOwner(State, Actor) ? Coupon.ViewOf(Id.CouponId, State, time.GetUtcNow(), Version) : CouponErrors.NotFound);

    public async Task<Result<Page<CouponCodeView>>> Codes(string? cursor, int limit)
    {
        if (!Coupon.IsOwner(State, Actor)) return CouponErrors.NotFound;
        var after = 0L;
        if (cursor is not null && (Cursor.Decode(cursor, CodesList, 1) is not [var text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))) return Cursor.Bad;
        limit = Math.Clamp(limit, 1, MaxPage);
        var total = State.Codes;
        var records = await Store.LoadRecordsAfter(CouponState.CodeRecord, Key, after, limit + 1);
        var codes = records.Take(limit).Select(r => r.Read<CouponCode>()).Select(c => new CouponCodeView(CouponCodes.Shown(c.Code), c.OrderId is not null, c.OrderId));
        return new Page<CouponCodeView>([.. codes], records.Length > limit ? Cursor.Encode(CodesList, records[limit - 1].Seq.ToString(CultureInfo.InvariantCulture)) : null, total);
    }

    public async Task<Result<AppliedCoupon>> Quote(QuoteCoupon query)
    {
        var known = await Lookup(null, query.UserId, query.Code);
        return CouponUses.Quote(State, Id.CouponId, query, known, forOrder: null, time.GetUtcNow());
    }

    public async Task<Result<AppliedCoupon>> Reserve(ReserveCoupon command)
    {
        var known = await Lookup(command.OrderId, command.UserId, command.Coupon.Code);
        return await Execute(command, AtThisVersion(s => CouponUses.Reserve(s, Id.CouponId, command, known, time.GetUtcNow())), (_, _) => command.Coupon);
    }

    public async Task<Result<Receipt>> Confirm(ConfirmCoupon command)
    {
        var hold = State.Holds.GetValueOrDefault(command.OrderId);
        var known = await Lookup(command.OrderId, hold?.UserId ?? "", hold?.Code ?? "");
        return await Execute(command, AtThisVersion(s => CouponUses.Confirm(s, command, known, time.GetUtcNow())));
    }

    public Task<Result<Receipt>> Release(ReleaseCoupon command) => Execute(command, s => CouponUses.Release(s, command));

    public async Task<Result<Receipt>> Return(ReturnCoupon command)
    {
        var use = (await Lookup(command.OrderId, "", "")).Use;
        var known = use is null ? CouponLookup.Nothing : await Lookup(command.OrderId, use.UserId, use.Code);
        return await Execute(command, AtThisVersion(s => CouponUses.Return(s, command, known)));
    }

    private async Task<CouponLookup> Lookup(string? orderId, string userId, string code)
    {
        var use = KeySegment.IsValid(orderId) ? await Store.LoadRecord(CouponState.UseRecord, Key, orderId!) : null;
        var person = KeySegment.IsValid(userId) ? await Store.LoadRecord(CouponState.PersonRecord, Key, userId) : null;
        var single = code.Length == CouponCodes.SingleUseLength ? await Store.LoadRecord(CouponState.CodeRecord, Key, code) : null;
        return new(use?.Read<CouponUse>(), person?.Read<CouponPerson>(), single?.Read<CouponCode>(), single?.Seq ?? 0);
    }

    /// <summary>Whoever names courses must own them, an admin's must exist.</summary>
    private async Task<Error?> RefuseCourses(ImmutableArray<string> courseIds)
    {
        if (courseIds.IsDefaultOrEmpty || courseIds.Length > CouponTerms.MaxCourses || !courseIds.All(KeySegment.IsValid)) return null;
        var actor = Actor;
        using (ActorContext.As(Actor.System(Id.Tenant)))
        {
            var offers = await Task.WhenAll(courseIds.Select(c => GrainFactory.Course(new(Id.Tenant, c)).GetOffer()));
            return offers.All(o => o.Exists && (actor.IsAdmin || o.SellerId == actor.UserId)) ? null : CouponErrors.NotYourCourse;
        }
    }

    private void GoOnMaking()
    {
        if (State.Codes < State.CodesWanted) _making ??= this.RegisterGrainTimer(MakeCodes, new GrainTimerCreationOptions(TimeSpan.Zero, AfterTrouble) { KeepAlive = true });
    }

    /// <summary>A thousand, then itself again at once: commands come in between. After trouble with the database or a clash the period tries again.</summary>
    private async Task MakeCodes(CancellationToken cancellation)
    {
        using var _ = ActorContext.As(Actor.System(Id.Tenant));
        ImmutableArray<string> fresh = [.. Enumerable.Range(0, Coupon.CodesAtOnce).Select(_ => CouponCodes.NewSingleUse())];
        var made = await Execute(s => Coupon.AddCodes(s, fresh));
        if (State.Codes >= State.CodesWanted)
        {
            _making?.Dispose();
            _making = null;
        }
        else if (made.IsOk) _making?.Change(TimeSpan.Zero, AfterTrouble);
    }
}

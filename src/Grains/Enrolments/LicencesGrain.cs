using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <see cref="LicenceKey"/>. Invariants: <see cref="Licences"/>. In memory: at most 100 codes. A call a code. Calls enrolments, which never call
/// back. A code is redeemed before its access is given: what dies in between the reactor completes.</summary>
[GrainType("licences")]
internal sealed class LicencesGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<LicencesState>(store), ILicencesGrain
{
    private LicenceKey Id => LicenceKey.Parse(Key);

    protected override async ValueTask<LicencesState> WithRecords(LicencesState state, CancellationToken cancellation) => !state.Exists ? state
        : state with { Codes = [.. (await Store.LoadRecords(LicencesState.CodeRecord, Key, cancellation: cancellation)).Select(r => r.Read<Licence>())] };

    public Task<Result<LicencesIssued>> Issue(IssueLicences command)
    {
        ImmutableArray<string> fresh = command.Count is < 1 or > Licences.MaxCount ? [] : [.. Enumerable.Range(0, command.Count).Select(_ => CheckedCode.New(Licences.CodeLength))];
        return Execute(command, s => Licences.Issue(s, command, fresh, time.GetUtcNow()), (s, _) => new LicencesIssued([.. s.Codes.Select(c => CheckedCode.Shown(c.Code, Licences.Group))]));
    }

    public async Task<Result<LicenceRedeemed>> Redeem(RedeemLicence command)
    {
        var (user, code) = (Actor.UserId, CheckedCode.Normalize(command.Code ?? "", Licences.CodeLength));
        if (code is null || State.Find(code) is not { } licence) return LicenceErrors.Unknown;
        // A place on other grounds: the code is not wasted on it.
        if (licence.RedeemedBy != user && await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, user)).IsActive()) return LicenceErrors.HasAccess;
        var redeemed = await Execute(command, s => Licences.Redeem(s, code, user, time.GetUtcNow()));
        if (!redeemed.IsOk) return redeemed.Error;
        return await GiveAccess(code, user) is { } refused ? refused : new LicenceRedeemed(Id.CourseId);
    }

    public async Task<Result<Receipt>> Complete(string code)
    {
        if (!State.Revoked && State.Find(code) is { RedeemedBy: { } user } && await GiveAccess(code, user) is { Kind: ErrorKind.Unavailable } later) return later;
        return new Receipt(LicencesState.AggregateType, Key, Version);
    }

    public async Task<Result<Receipt>> Revoke(RevokeLicences command)
    {
        var revoked = await Execute(command, s => Licences.Revoke(s, command));
        if (!revoked.IsOk) return revoked;
        using (AsSystem())
            foreach (var licence in State.Codes)
                if (licence.RedeemedBy is { } user && (await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, user)).Revoke(new(licence.Ground, command.Reason))).Error is { } open) return open;
        return revoked;
    }

    public Task<Result<LicencesView>> Get() => Task.FromResult<Result<LicencesView>>(
        !State.Exists || !Actor.IsAdmin && Actor.UserId != State.BuyerId ? LicenceErrors.NotFound
            : new LicencesView(Id.OrderId, Id.CourseId, State.BuyerId, State.Revoked,
                [.. State.Codes.Select(c => new LicenceView(CheckedCode.Shown(c.Code, Licences.Group), c.RedeemedBy, c.RedeemedAt))], State.IssuedAt));

    /// <summary>Null: access is given. A refusal of the course makes the code good again.</summary>
    private async Task<Error?> GiveAccess(string code, string user)
    {
        using var _ = AsSystem();
        var granted = await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, user)).Grant(new(State.Find(code)!.Ground));
        if (granted.IsOk || granted.Error.Kind is ErrorKind.Unavailable) return granted.Error;
        var back = await Execute(s => Licences.HandBack(s, code, user));
        return back.IsOk ? granted.Error : back.Error;
    }

    private IDisposable AsSystem() => ActorContext.As(Actor.System(Id.Tenant));
}

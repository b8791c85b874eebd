using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>The rules of licences: made once, redeemed once each, revoked together.</summary>
internal static class Licences
{
    public const string Claim = "licence";
    public const int MaxCount = 100, CodeLength = 18, Group = 6;

    /// <param name="fresh">Codes of chance, as many as were bought.</param>
    public static Decision<LicencesState> Issue(LicencesState state, IssueLicences c, ImmutableArray<string> fresh, DateTimeOffset now)
    {
        if (state.Exists) return Decision<LicencesState>.NoChange(state);
        if (!KeySegment.IsValid(c.BuyerId) || c.Count is < 1 or > MaxCount || fresh.Distinct().Count() != c.Count) return LicenceErrors.BadCount;
        var next = new LicencesState { BuyerId = c.BuyerId, Count = c.Count, IssuedAt = now, Codes = [.. fresh.Select(f => new Licence(f))] };
        return Decision<LicencesState>.Of(next, new LicencesWereIssued(c.BuyerId, c.Count)) with
        {
            Claims = [.. fresh.Select(f => new Claim(Claim, f))],
            ClaimTaken = LicenceErrors.CodesClashed,
            Records = [.. next.Codes.Select((l, i) => RecordChange.Put(LicencesState.CodeRecord, l.Code, i, l))],
        };
    }

    public static Decision<LicencesState> Redeem(LicencesState state, string code, string userId, DateTimeOffset now)
    {
        if (state.Find(code) is not { } licence) return LicenceErrors.Unknown;
        if (state.Revoked) return LicenceErrors.Revoked;
        if (licence.RedeemedBy is { } by) return by == userId ? Decision<LicencesState>.NoChange(state) : LicenceErrors.Redeemed;
        return With(state, licence, licence with { RedeemedBy = userId, RedeemedAt = now }, +1, new LicenceWasRedeemed(userId, licence.Ground));
    }

    /// <summary>The course refused the person: the code is good again.</summary>
    public static Decision<LicencesState> HandBack(LicencesState state, string code, string userId)
    {
        if (state.Find(code) is not { } licence || licence.RedeemedBy != userId) return Decision<LicencesState>.NoChange(state);
        return With(state, licence, licence with { RedeemedBy = null, RedeemedAt = null }, -1, new LicenceHandedBack(userId, licence.Ground));
    }

    public static Decision<LicencesState> Revoke(LicencesState state, RevokeLicences c)
    {
        if (!KeySegment.IsValid(c.Reason)) return EnrolmentErrors.BadReason;
        return !state.Exists || state.Revoked ? Decision<LicencesState>.NoChange(state) : Decision<LicencesState>.Of(state with { Revoked = true }, new LicencesWereRevoked(c.Reason));
    }

    private static Decision<LicencesState> With(LicencesState state, Licence before, Licence after, int redeemed, DomainEvent happened)
    {
        var index = state.Codes.IndexOf(before);
        return Decision<LicencesState>.Of(state with { Codes = state.Codes.SetItem(index, after), Redeemed = state.Redeemed + redeemed }, happened)
            with { Records = [RecordChange.Put(LicencesState.CodeRecord, after.Code, index, after)] };
    }
}

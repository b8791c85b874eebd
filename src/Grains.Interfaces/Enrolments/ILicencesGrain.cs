using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>The licences one order bought of one course: codes that give others access. Key <see cref="LicenceKey"/>. A code is redeemed once, by one
/// person. Bound: 100 codes.</summary>
public interface ILicencesGrain : IGrainWithStringKey
{
    /// <summary>Makes the codes, once; again: the same codes. Errors: <c>licences.bad_count</c>.</summary>
    [Requires(Permission.System), Alias("Issue")] Task<Result<LicencesIssued>> Issue(IssueLicences command);

    /// <summary>The caller redeems a code: access is theirs when this answers. Again by the same person: the same answer. Errors: <c>licences.unknown</c>,
    /// <c>licences.redeemed</c> (by another), <c>licences.revoked</c>, <c>licences.has_access</c> (the code stays good), and those of <c>Grant</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Redeem")] Task<Result<LicenceRedeemed>> Redeem(RedeemLicence command);

    /// <summary>Gives the access of a code that was redeemed, when it was not given yet. From the reactor; safe to repeat.</summary>
    [Requires(Permission.System), Alias("Complete")] Task<Result<Receipt>> Complete(string code);

    /// <summary>After a refund: no code is good any longer, and the access of those who redeemed is closed. Safe to repeat, also where none was issued.</summary>
    [Requires(Permission.System), Alias("Revoke")] Task<Result<Receipt>> Revoke(RevokeLicences command);

    /// <summary>For the buyer and admins. Errors: <c>licences.not_found</c>.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<LicencesView>> Get();
}

/// <summary>Licences by code. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface ILicenceQueriesGrain : IGrainWithStringKey
{
    /// <summary>What a code is good for, for the redeem page. Wrong codes are counted for the caller: <c>licences.locked</c>. Errors: <c>licences.unknown</c>,
    /// <c>licences.mistyped</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Find")] Task<Result<FoundLicence>> Find(string code);

    /// <summary>The caller's purchases of licences, newest first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<Page<LicencesRow>>> Mine(string? cursor, int limit);
}

[GenerateSerializer, Immutable, Alias("hub.licences.Issue")]
public sealed record IssueLicences(string BuyerId, int Count) : Command;

[GenerateSerializer, Immutable, Alias("hub.licences.Issued")]
public sealed record LicencesIssued(ImmutableArray<string> Codes);

[GenerateSerializer, Immutable, Alias("hub.licences.Redeem")]
public sealed record RedeemLicence(string Code) : Command;

[GenerateSerializer, Immutable, Alias("hub.licences.Redeemed")]
public sealed record LicenceRedeemed(string CourseId);

/// <param name="Reason">A code, such as <c>refunded</c>.</param>
[GenerateSerializer, Immutable, Alias("hub.licences.Revoke")]
public sealed record RevokeLicences(string Reason) : Command;

/// <param name="Codes">As they are handed out, with hyphens.</param>
[GenerateSerializer, Immutable, Alias("hub.licences.View")]
public sealed record LicencesView(string OrderId, string CourseId, string BuyerId, bool Revoked, ImmutableArray<LicenceView> Codes, DateTimeOffset IssuedAt);

/// <param name="RedeemedBy">Null: still good.</param>
[GenerateSerializer, Immutable, Alias("hub.licences.Code")]
public sealed record LicenceView(string Code, string? RedeemedBy, DateTimeOffset? RedeemedAt);

[GenerateSerializer, Immutable, Alias("hub.licences.Found")]
public sealed record FoundLicence(string Code, string OrderId, string CourseId, string CourseTitle);

[GenerateSerializer, Immutable, Alias("hub.licences.Row")]
public sealed record LicencesRow(string OrderId, string CourseId, string CourseTitle, int Codes, int Redeemed, bool Revoked, DateTimeOffset IssuedAt);

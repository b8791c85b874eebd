using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Finishes what a redemption or a refund of licences began, for the case that their grain died in between. Both are safe to repeat.</summary>
internal sealed class LicenceReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "licences";
    public override IReadOnlyList<string> EventNames => ["licence.redeemed", "licence.revoked"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var licences = grains.Licences(LicenceKey.Parse(e.Key));
        if (e.Name == "licence.revoked") Must(await licences.Revoke(new(e.Read<LicencesWereRevoked>().Reason)));
        else Must(await licences.Complete(e.Read<LicenceWasRedeemed>().Ground["licence-".Length..].ToUpperInvariant()));
    }
}

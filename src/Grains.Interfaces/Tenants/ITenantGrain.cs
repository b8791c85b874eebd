using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Tenants;

/// <summary>An academy. Key <c>tenant/settings</c>. Unknown tenants are simply not set up yet.</summary>
public interface ITenantGrain : IGrainWithStringKey
{
    [Requires(Permission.Anyone), ReadOnly, Alias("Get")] Task<TenantView> Get();

    /// <summary>The first visitor names the academy and becomes its admin, with the address taken as confirmed. Errors: <c>tenants.already_set_up</c>,
    /// <c>tenants.name_invalid</c> and those of <c>IUserGrain.Register</c>. Two at once: exactly one wins. A crash between admin and academy heals
    /// when the same form is sent again.</summary>
    [Requires(Permission.Anyone), Alias("SetUp")] Task<Result<Receipt>> SetUp(SetUpTenant command);
}

[GenerateSerializer, Immutable, Alias("hub.tenants.SetUp")]
public sealed record SetUpTenant(string Name, string AdminName, string AdminEmail, string AdminPassword) : Command;

/// <param name="Hue">The accent, 0 to 359: the tenant's one knob of the look.</param>
[GenerateSerializer, Immutable, Alias("hub.tenants.View")]
public sealed record TenantView(bool IsSetUp, string Name, int Hue);

/// <summary>Keys of the platform kept for a tenant. Key <c>tenant/keys</c>.</summary>
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>32 random bytes, made on first use, the same for ever after; signs media addresses and mail links.</summary>
    [Requires(Permission.System), ReadOnly, Alias("GetSigningKey")] Task<byte[]> GetSigningKey();
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Users;

/// <param name="Zone">An IANA time zone id; empty: unknown, times are shown as the device has them.</param>
[GenerateSerializer, Immutable, Alias("hub.users.Register")]
public sealed record RegisterUser(string Name, string Email, string Password, ImmutableArray<string> Roles, string Zone = "") : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ConfirmEmail")]
public sealed record ConfirmEmail(string Token) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ResendConfirmation")]
public sealed record ResendConfirmation : Command;

[GenerateSerializer, Immutable, Alias("hub.users.RequestPasswordReset")]
public sealed record RequestPasswordReset : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ResetPassword")]
public sealed record ResetPassword(string Token, string Password) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ChangePassword")]
public sealed record ChangePassword(string Current, string Password) : Command;

/// <param name="Current">The current password.</param>
[GenerateSerializer, Immutable, Alias("hub.users.RequestEmailChange")]
public sealed record RequestEmailChange(string Email, string Current) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ConfirmEmailChange")]
public sealed record ConfirmEmailChange(string Token) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.ChangeProfile")]
public sealed record ChangeProfile(string Name, string Headline, string Zone) : Command;

/// <param name="Device">What the session list shows: browser and system, from the user agent.</param>
/// <param name="Remember">30 days instead of 12 hours.</param>
[GenerateSerializer, Immutable, Alias("hub.users.SignIn")]
public sealed record SignIn(string Password, string Device, bool Remember) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.EndSession")]
public sealed record EndSession(string? SessionId) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.SetRoles")]
public sealed record SetRoles(ImmutableArray<string> Roles) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.Suspend")]
public sealed record SuspendUser(string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.Restore")]
public sealed record RestoreUser : Command;

/// <param name="Reason">For the record; at most 500 characters.</param>
[GenerateSerializer, Immutable, Alias("hub.users.Impersonate")]
public sealed record ImpersonateUser(string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.users.EndImpersonation")]
public sealed record EndImpersonation : Command;

[GenerateSerializer, Immutable, Alias("hub.users.VouchForEmail")]
public sealed record VouchForEmail : Command;

using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Users;

/// <summary>A person. Key <c>tenant/userId</c>. Invariants: the e-mail is claimed in the tenant; no secret is kept, only hashes; a
/// suspended person has no session. State at most some 8 KB (20 sessions). Calls: <see cref="Authenticate"/> at every request of the
/// person (memory only), the rest a few a day. Password work runs outside the scheduler of grains but inside this person's
/// turn: tries against one account come one after another, other accounts do not wait.</summary>
internal sealed partial class UserGrain(IAggregateStore store, PasswordHashing passwords, ILiveSettings settings, TimeProvider time, ILogger<UserGrain> log)
    : AggregateGrain<UserState>(store), IUserGrain
{
    private readonly HashSet<string> _renewing = [];
    private int _strangersWrong;
    private DateTimeOffset? _strangersLockedUntil;

    private UserKey Self => UserKey.Parse(Key);
    private DateTimeOffset Now => time.GetUtcNow();

    public async Task<Result<Receipt>> Register(RegisterUser command)
    {
        var actor = Actor;
        if (!actor.IsSystem && !await settings.Get(Self.Tenant, SettingCatalogue.Registration)) return await Answered<Receipt>(command) is { } earlier ? earlier : UserErrors.RegistrationClosed;
        // A repeat is answered by the operation's record, which Execute looks up when the domain refuses.
        var hash = User.Check(State, command, actor) is null ? await passwords.Hash(command.Password) : "";
        var nonce = NewNonce();
        return await Execute(command, s => User.Register(s, command, hash, nonce, actor, Now));
    }

    public async Task<Result<Receipt>> ConfirmEmail(ConfirmEmail command)
    {
        var proof = await Proof(command.Token);
        return await Execute(command, s => User.ConfirmEmail(s, proof, Now));
    }

    public Task<Result<Receipt>> ResendConfirmation(ResendConfirmation command)
    {
        var nonce = NewNonce();
        return Execute(command, s => User.ResendConfirmation(s, Self.UserId, nonce, Actor, Now));
    }

    public Task<Result<Receipt>> RequestPasswordReset(RequestPasswordReset command)
    {
        var nonce = NewNonce();
        return Execute(command, s => User.RequestPasswordReset(s, nonce, Now));
    }

    public async Task<Result<Receipt>> ResetPassword(ResetPassword command)
    {
        var proof = await Proof(command.Token);
        var hash = User.CheckReset(State, proof, command.Password, Now) is null ? await passwords.Hash(command.Password) : "";
        var result = await Execute(command, s => User.ResetPassword(s, proof, command.Password, hash, Now));
        if (result.IsOk) await PushEnd(SessionEndReasons.PasswordChanged, null);
        return result;
    }

    public async Task<Result<Receipt>> ChangePassword(ChangePassword command)
    {
        var actor = Actor;
        if (!State.IsRegistered || actor.UserId != Self.UserId) return UserErrors.NotYours;
        if (PasswordPolicy.Check(command.Password, State.Email) is { } weak) return weak;
        if (await Answered<Receipt>(command) is { } earlier) return earlier;
        // A stolen session must not be a way to try passwords: wrong ones count as at sign-in.
        if (User.IsLockedOut(State, Now)) return UserErrors.LockedOut;
        if (await passwords.Verify(State.PasswordHash, command.Current) == PasswordVerdict.Wrong)
            return await CountWrong(UserErrors.CurrentWrong);
        var hash = await passwords.Hash(command.Password);
        var others = State.Sessions.RemoveAll(x => x.Id == actor.SessionId);
        var result = await Execute(command, s => User.ChangePassword(s, Self.UserId, command, hash, actor));
        if (result.IsOk) await PushEnds(SessionEndReasons.PasswordChanged, others);
        return result;
    }

    public async Task<Result<Receipt>> RequestEmailChange(RequestEmailChange command)
    {
        var actor = Actor;
        if (await Answered<Receipt>(command) is { } earlier) return earlier;
        if (User.CheckEmailChange(State, Self.UserId, command.Email, actor, Now) is { } refused) return refused;
        if (User.IsLockedOut(State, Now)) return UserErrors.LockedOut;
        if (await passwords.Verify(State.PasswordHash, command.Current) == PasswordVerdict.Wrong)
            return await CountWrong(UserErrors.CurrentWrong);
        // Told early, so that nobody waits for a mail in vain. The claim at the confirmation is what decides.
        if (await Holder(EmailAddress.Normalise(command.Email)!) is { } holder && holder != Self.UserId) return UserErrors.EmailTaken;
        var nonce = NewNonce();
        return await Execute(command, s => User.RequestEmailChange(s, Self.UserId, command, nonce, actor, Now));
    }

    public async Task<Result<Receipt>> ConfirmEmailChange(ConfirmEmailChange command)
    {
        var proof = await Proof(command.Token);
        return await Execute(command, s => User.ConfirmEmailChange(s, proof, Now));
    }

    public Task<Result<Receipt>> ChangeProfile(ChangeProfile command) => Execute(command, s => User.ChangeProfile(s, Self.UserId, command, Actor));

    public async Task<Result<OpenedSession>> SignIn(SignIn command)
    {
        if (!State.IsRegistered) return await RefuseStranger(command.Password);
        if (User.IsLockedOut(State, Now)) return UserErrors.LockedOut;
        var verdict = await passwords.Verify(State.PasswordHash, command.Password);
        if (verdict == PasswordVerdict.Wrong) return (await CountWrong(UserErrors.SignInRefused)).Error!;

        var newHash = verdict == PasswordVerdict.RightButOld ? await passwords.Hash(command.Password) : null;
        var (id, secret) = (KeySegment.NewId(time), NewSecret());
        var lives = await Lives();
        var before = State.Sessions;
        // No operation id: the answer holds the secret, and answers of operations are stored.
        var result = await Execute(command with { OperationId = null }, s => User.SignIn(s, command, id, secret, newHash, Now, lives),
            (s, _) => new OpenedSession(Self.UserId, id, secret, s.Sessions.First(x => x.Id == id).ExpiresAt));
        if (result.IsOk) await PushEnds(SessionEndReasons.TooMany, before.RemoveRange(State.Sessions).RemoveAll(x => x.ExpiresAt <= Now));
        return result;
    }

    public async Task<Principal?> Authenticate(string sessionId, string secret)
    {
        var (s, now) = (State, Now);
        if (User.Find(s, sessionId, secret, now) is not { } session) return null;
        if (session is { Remember: false, By: null } && User.IsDueForRenewal(session, now, await Lives()) && _renewing.Add(session.Id)) _ = RenewLater(session.Id);
        return new(Self.UserId, s.Name, s.Roles, session.Id, s.EmailConfirmed, s.Zone, session.ExpiresAt, session.By);
    }

    public async Task RenewSession(string sessionId)
    {
        try
        {
            var lives = await Lives();
            await Execute(new SlideSession(), s => User.Renew(s, sessionId, Now, lives));
        }
        finally
        {
            _renewing.Remove(sessionId);
        }
    }

    public Task<Result<ImmutableArray<SessionView>>> ListSessions()
    {
        var actor = Actor;
        if (!User.MaySee(State, Self.UserId, actor)) return Task.FromResult<Result<ImmutableArray<SessionView>>>(UserErrors.NotYours);
        var now = Now;
        ImmutableArray<SessionView> views = [.. State.Sessions.Where(x => x.ExpiresAt > now).OrderByDescending(x => x.OpenedAt)
            .Select(x => new SessionView(x.Id, x.Device, x.OpenedAt, x.ExpiresAt, x.Id == actor.SessionId))];
        return Task.FromResult<Result<ImmutableArray<SessionView>>>(views);
    }

    public async Task<Result<Receipt>> EndSession(EndSession command)
    {
        var actor = Actor;
        var ended = command.SessionId is { } one ? State.Sessions.RemoveAll(x => x.Id != one) : State.Sessions.RemoveAll(x => x.Id == actor.SessionId);
        var result = await Execute(command, s => User.EndSession(s, Self.UserId, command, actor));
        if (result.IsOk) await PushEnds(User.ReasonOf(command.SessionId, actor), ended);
        return result;
    }

    public Task<Result<UserView>> Get()
    {
        var s = State;
        return Task.FromResult<Result<UserView>>(!User.MaySee(s, Self.UserId, Actor) ? UserErrors.NotYours
            : new UserView(Self.UserId, s.Name, s.Email, s.EmailConfirmed, s.Headline, s.Zone, s.Roles, s.Suspension is not null, s.Suspension?.Reason, s.RegisteredAt, Version,
                User.NewEmail(s, Now)));
    }

    public async Task<Result<OpenedSession>> Impersonate(ImpersonateUser command)
    {
        var (actor, id, secret) = (Actor, KeySegment.NewId(time), NewSecret());
        var before = State.Sessions;
        // No operation id: the answer holds the secret, and answers of operations are stored.
        var result = await Execute(command with { OperationId = null }, s => User.Impersonate(s, Self.UserId, command, id, secret, actor, Now),
            (s, _) => new OpenedSession(Self.UserId, id, secret, s.Sessions.First(x => x.Id == id).ExpiresAt));
        if (result.IsOk) await PushEnds(SessionEndReasons.Ended, before.RemoveAll(x => x.By?.AdminId != actor.UserId));
        return result;
    }

    /// <summary>Nothing is pushed: the page that asks is on its way to the admin's own, and would be turned round by its own end. Sockets of other pages are looked at every two seconds.</summary>
    public Task<Result<Receipt>> EndImpersonation(EndImpersonation command)
    {
        var actor = Actor;
        return Execute(command, s => User.EndImpersonation(s, Self.UserId, actor));
    }

    public Task<bool> MayActForOthers(string sessionId) => Task.FromResult(User.MayActForOthers(State, sessionId, Now));

    public async Task<Result<ImmutableArray<ImpersonationView>>> ListImpersonations(int limit)
    {
        if (!State.IsRegistered) return UserErrors.NotFound;
        ImmutableArray<ImpersonationView> views = [.. (await Store.LoadRecordsBefore(ImpersonationRecord.Type, Key, null, Math.Clamp(limit, 1, 100))).Reverse()
            .Select(r => (r.Id, Kept: r.Read<ImpersonationRecord>())).Select(r => new ImpersonationView(r.Id, r.Kept.AdminId, r.Kept.Reason, r.Kept.StartedAt, r.Kept.Until))];
        return views;
    }

    public Task<Result<Receipt>> VouchForEmail(VouchForEmail command) => Execute(command, s => User.VouchForEmail(s, Self.UserId, Actor));

    public async Task<Result<Receipt>> SetRoles(SetRoles command)
    {
        var result = await Execute(command, s => User.SetRoles(s, Self.UserId, command, Actor));
        if (result.IsOk) await PushEnd(SessionEndReasons.RolesChanged, null);
        return result;
    }

    public async Task<Result<Receipt>> Suspend(SuspendUser command)
    {
        var result = await Execute(command, s => User.Suspend(s, Self.UserId, command, Actor, Now));
        if (result.IsOk) await PushEnd(SessionEndReasons.Suspended, null);
        return result;
    }

    public Task<Result<Receipt>> Restore(RestoreUser command) => Execute(command, s => User.Restore(s, Self.UserId, Actor));

    public async Task<Result<UserMailFacts>> GetMailFacts(string purpose)
    {
        if (purpose == MailLinks.Notice && State.IsRegistered) return new UserMailFacts(State.Name, State.Email, "");
        var link = purpose switch
        {
            MailLinks.Confirm when !State.EmailConfirmed => State.Confirm,
            MailLinks.Reset => State.Reset,
            MailLinks.Email when User.NewEmail(State, Now) is not null => State.EmailChange!.Link,
            _ => null,
        };
        if (link is null || link.ExpiresAt <= Now) return UserErrors.LinkInvalid;
        var email = purpose == MailLinks.Email ? State.EmailChange!.Email : State.Email;
        return new UserMailFacts(State.Name, email, MailLinks.Token(await SigningKey(), Self, purpose, link));
    }

    public Task<Result<UserMailFacts>> GetFormerAddress(string changeId) => Task.FromResult<Result<UserMailFacts>>(
        State.Former.FirstOrDefault(f => f.ChangeId == changeId) is { } former ? new UserMailFacts(State.Name, former.Email, "") : UserErrors.NotFound);

    /// <summary>Somebody tries an e-mail that nobody has; the edge sends all tries of one address to one key. As much work and the same
    /// lockout as for a person, kept in memory only.</summary>
    private async Task<Error> RefuseStranger(string password)
    {
        if (_strangersLockedUntil > Now) return UserErrors.LockedOut;
        await passwords.VerifyNobody(password);
        if (++_strangersWrong >= User.MaxWrongInRow) (_strangersWrong, _strangersLockedUntil) = (0, Now + User.LockoutTime);
        return UserErrors.SignInRefused;
    }

    private async Task<Result<Receipt>> CountWrong(Error answer)
    {
        var counted = await Execute(new CountWrongPassword(), s => User.WrongPassword(s, Now));
        return counted.IsOk ? answer : counted.Error;
    }

    /// <summary>Authenticate interleaves and only reads, so the write is a call of its own that waits its turn.</summary>
    private async Task RenewLater(string sessionId)
    {
        try
        {
            using (ActorContext.As(Actor.System(Self.Tenant)))
                await GrainFactory.User(Self).RenewSession(sessionId);
        }
        catch (Exception e)
        {
            _renewing.Remove(sessionId);
            RenewFailed(log, e);
        }
    }

    private async ValueTask<SessionLives> Lives() => new(
        TimeSpan.FromHours(await settings.Get(Self.Tenant, SettingCatalogue.SessionHours)), TimeSpan.FromDays(await settings.Get(Self.Tenant, SettingCatalogue.RememberDays)));

    private async Task<string?> Holder(string email)
    {
        using (ActorContext.As(Actor.System(Self.Tenant)))
            return await GrainFactory.Queries<IUserQueriesGrain>(Self.Tenant).FindByEmail(email);
    }

    private async Task<LinkProof> Proof(string token) => new(await SigningKey(), Self, token);

    private async Task<byte[]> SigningKey()
    {
        using (ActorContext.As(Actor.System(Self.Tenant)))
            return await GrainFactory.GetGrain<IKeyRingGrain>(new TenantKey(Self.Tenant, "keys").ToString()).GetSigningKey();
    }

    private async Task PushEnds(string reason, ImmutableArray<Session> sessions)
    {
        foreach (var session in sessions) await PushEnd(reason, session.Id);
    }

    /// <summary>After the commit. A push that is lost undoes nothing: the session is dead, and its next request finds out.</summary>
    private Task PushEnd(string reason, string? sessionId) =>
        this.Publish(LiveTopics.User(Self.UserId), SessionEnd.Kind, 0, new SessionEnd(reason, sessionId));

    private static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);
    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A session could not be renewed; its next request tries again")]
    private static partial void RenewFailed(ILogger logger, Exception e);

    private sealed record CountWrongPassword : Command;
    private sealed record SlideSession : Command;
}

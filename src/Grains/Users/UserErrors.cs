namespace LearningHub.Grains.Users;

internal static class UserErrors
{
    public static readonly Error NotFound = Error.NotFound("users.not_found", "There is no such person.");
    /// <summary>Looks like <see cref="NotFound"/> from outside (404): who may not see a person does not learn that there is one.</summary>
    public static readonly Error NotYours = Error.NotFound("users.not_yours", "There is no such person.");
    public static readonly Error AlreadyRegistered = Error.Conflict("users.already_registered", "This person is registered already.");
    public static readonly Error EmailTaken = new("users.email_taken", "There is already an account with this e-mail address.", ErrorKind.Conflict, "email");
    public static readonly Error EmailInvalid = Error.Invalid("users.email_invalid", "This does not look like an e-mail address.", "email");
    public static readonly Error EmailSame = new("users.email_same", "This is your address already.", ErrorKind.Conflict, "email");
    public static readonly Error NameInvalid = Error.Invalid("users.name_invalid", "A name has 1 to 80 characters.", "name");
    public static readonly Error HeadlineTooLong = Error.Invalid("users.headline_too_long", "A headline has at most 160 characters.", "headline");
    public static readonly Error ZoneUnknown = Error.Invalid("users.zone_unknown", "This is not a time zone we know.", "zone");
    public static readonly Error RoleUnknown = Error.Invalid("users.role_unknown", "A person needs at least one role, out of student, instructor and admin.", "roles");
    public static readonly Error RolesNotYours = Error.Forbidden("users.roles_not_yours", "New people are students; an admin gives other roles.");
    public static readonly Error RegistrationClosed = Error.Forbidden("users.registration_closed", "Registration is closed. Ask your academy's admin for an account.");
    public static readonly Error LinkInvalid = Error.Invalid("users.link_invalid", "This link is not valid any more. Ask for a new one.");
    public static readonly Error AlreadyConfirmed = Error.Conflict("users.already_confirmed", "Your e-mail address is confirmed already.");
    public static readonly Error TooSoon = new("users.too_soon", "We have just sent you a mail. Wait a minute before you ask again.", ErrorKind.TooMany);
    public static readonly Error SignInRefused = new("users.sign_in_refused", "E-mail address or password is not right.", ErrorKind.SignIn);
    public static readonly Error LockedOut = new("users.locked_out", "Too many wrong passwords. Try again in 15 minutes, or reset your password.", ErrorKind.TooMany);
    public static readonly Error Suspended = Error.Forbidden("users.suspended", "This account is suspended. Ask your academy's admin.");
    public static readonly Error CurrentWrong = Error.Invalid("users.current_wrong", "This is not your current password.", "current");
    public static readonly Error SessionUnknown = Error.NotFound("users.session_unknown", "There is no such session; it may have ended.");
    public static readonly Error Self = Error.Conflict("users.self", "You cannot do this to yourself. Ask another admin.");
    public static readonly Error ReasonMissing = Error.Invalid("users.reason_missing", "Say why, in at most 500 characters.", "reason");

    public static readonly Error NotForAdmins = Error.Forbidden("users.not_for_admins", "Nobody acts on behalf of an admin.");
    public static readonly Error InPerson = Error.Forbidden("users.in_person", "This is done in a session of one's own.");
    public static readonly Error TooManyHelpers = Error.Conflict("users.too_many_helpers", "Five admins act on behalf of this person already.");

    public static Error PasswordWeak(string why) => Error.Invalid("users.password_weak", why, "password");
}

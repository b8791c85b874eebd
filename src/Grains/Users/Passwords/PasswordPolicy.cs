using System.Collections.Frozen;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Users;

/// <summary>What may be a password. Length is what counts (NIST SP 800-63B, section 5.1.1.2): no rules of composition, but nothing that is tried first.</summary>
internal static class PasswordPolicy
{
    public const int MinLength = 10;
    public const int MaxLength = 200;

    /// <param name="email">The normalised address of the account.</param>
    public static Error? Check(string? password, string email)
    {
        if (password is null || password.Length < MinLength) return UserErrors.PasswordWeak("A password has at least 10 characters.");
        if (password.Length > MaxLength) return UserErrors.PasswordWeak("A password has at most 200 characters.");
        if (!PlainText.IsWellFormed(password)) return UserErrors.PasswordWeak("This password holds characters that cannot be typed.");
        var folded = password.ToLowerInvariant();
        if (MostCommon.Contains(folded) || MostCommon.Contains(folded.TrimEnd('!', '.', '?', '*'))) return UserErrors.PasswordWeak("This password is one of the most common ones.");
        if (folded.Distinct().Count() < 4) return UserErrors.PasswordWeak("Use more than three different characters.");
        var local = EmailAddress.LocalPart(email);
        if (local.Length >= 3 && folded.Contains(local, StringComparison.Ordinal)) return UserErrors.PasswordWeak("The password must not hold your e-mail name.");
        return null;
    }

    /// <summary>The most common passwords that are long enough to be tried here.</summary>
    private static readonly FrozenSet<string> MostCommon = """
        1234567890 12345678910 123456789a 123456789q a123456789 0123456789 0987654321 9876543210 123123123123 1231231231 1122334455 112233445566
        1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 1qazxsw23edc qazwsxedcrfv qwertyuiop qwertyuiop123 qwerty12345 qwerty123456
        qwerty1234 qwertyuiop1 qwertyuiop[] asdfghjkl; asdfghjkl123 zxcvbnm123 asdfasdfasdf qweasdzxc123 1qwertyuiop password10 password11 password12 password123
        password1234 password12345 password01 password2024 password2025 password2026 passw0rd123 p@ssw0rd123 p@ssword123 passwordpassword mypassword
        mypassword1 mypassword123 newpassword changeme123 changemenow letmein123 letmein1234 letmeinnow welcome123 welcome1234 welcome2024 welcome2025 welcome2026
        administrator admin12345 admin123456 admin123123 adminadmin rootroot123 superuser123 iloveyou123 iloveyou12 iloveyou1234 ilovegod123 princess123
        football123 baseball123 basketball superman123 batman12345 starwars123 pokemon123 dragon12345 monkey12345 sunshine123 michael123 charlie123
        jordan12345 ashley12345 computer123 internet123 samsung123 liverpool1 liverpool123 manchester manchesterunited chelsea123 barcelona1 realmadrid1
        abcdefghij abcdefghijk abcd123456 abc123456789 abc1234567 abcd1234567 abc123abc123 test123456 test1234567 testtest123 testing123 learning123
        learninghub teacher123 student123 school1234 trustno1trustno1 correcthorsebatterystaple lovelovelove fuckyou123 secret12345 secretpassword 987654321a
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

using LearningHub.Grains.Users;

namespace LearningHub.Domain.Tests.Users;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("123456789")]
    [InlineData("1234567890")]
    [InlineData("Password123")]
    [InlineData("password123!")]
    [InlineData("qwertyuiop")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("my-lovelace-secret")]
    [InlineData("LOVELACE-1815-x")]
    [InlineData("nul\0in the middle")]
    public void Weak_passwords_are_refused_at_their_field(string password)
    {
        var error = PasswordPolicy.Check(password, "lovelace@example.org").ShouldNotBeNull();
        error.Code.ShouldBe("users.password_weak");
        error.Field.ShouldBe("password");
    }

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("пароль-достаточно")]
    [InlineData("🦊🦔🐢🦉 night walk")]
    public void Long_and_uncommon_is_enough(string password) => PasswordPolicy.Check(password, "lovelace@example.org").ShouldBeNull();

    [Fact]
    public void Two_hundred_characters_are_the_most()
    {
        PasswordPolicy.Check(string.Concat(Enumerable.Repeat("abcde", 40)), "x@example.org").ShouldBeNull();
        PasswordPolicy.Check(string.Concat(Enumerable.Repeat("abcde", 40)) + "f", "x@example.org").ShouldNotBeNull();
    }

    [Fact]
    public void A_local_part_of_one_letter_forbids_no_password() => PasswordPolicy.Check("grazing zebras", "a@example.org").ShouldBeNull();
}

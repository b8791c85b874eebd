using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Users;

namespace LearningHub.Domain.Tests.Users;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("Ada@Example.ORG", "ada@example.org")]
    [InlineData("  ada@example.org\t", "ada@example.org")]
    [InlineData("first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk")]
    [InlineData("o'brien@example.org", "o'brien@example.org")]
    [InlineData("ada@Bücher.example", "ada@xn--bcher-kva.example")]
    [InlineData("ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example")]
    [InlineData("JOSE\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("Jos\u00c9@example.org", "jos\u00e9@example.org")]
    [InlineData("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s")]
    public void One_spelling_of_an_address(string typed, string expected) => EmailAddress.Normalise(typed).ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@localhost")]
    [InlineData("ada@@example.org")]
    [InlineData("ada@example..org")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@exa_mple.org")]
    [InlineData("ada@127.0.0.1")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData(".ada@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("a da@example.org")]
    [InlineData("\"a da\"@example.org")]
    [InlineData("ada@example.org\nBcc: eve@example.org")]
    [InlineData("ada\0@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org, eve@example.org")]
    public void What_is_no_address_is_refused(string? typed) => EmailAddress.Normalise(typed).ShouldBeNull();

    [Fact]
    public void Length_is_bounded()
    {
        EmailAddress.Normalise(new string('a', 64) + "@example.org").ShouldNotBeNull();
        EmailAddress.Normalise(new string('a', 65) + "@example.org").ShouldBeNull();
        EmailAddress.Normalise("a@" + string.Join('.', Enumerable.Repeat(new string('d', 60), 5)) + ".org").ShouldBeNull();
    }

    [Fact]
    public void Any_text_at_all_is_answered_and_normalising_twice_changes_nothing() =>
        Prop.ForAll<string?>(text => EmailAddress.Normalise(text) is not { } once || EmailAddress.Normalise(once) == once).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_letters_before_a_good_domain_normalise_to_a_fixed_point()
    {
        // Letters of all kinds, among them those whose lower case is longer, or not composed.
        var letters = Gen.Elements("aZ\u0130\u00df\u1e9e\u212b\u03a9\u2126\u01c5\u0345\u0307\u0301e\u4e2d\u05d0\u0623.+-".ToCharArray()).ArrayOf().Select(x => new string(x));
        Prop.ForAll(letters.ToArbitrary(), local =>
        {
            var once = EmailAddress.Normalise(local + "@Example.org");
            if (once is null) return true;
            // Another case may be longer in bytes, and then over the limit of 64: only short ones must be an address too.
            return EmailAddress.Normalise(once) == once
                && (local.Length > 12 || EmailAddress.Normalise("  " + local.ToUpperInvariant().ToLowerInvariant() + "@EXAMPLE.ORG ") is { });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_long_mixture_of_alphabets_is_a_fixed_point()
    {
        var once = EmailAddress.Normalise("\u03a9\u00df.\u03a9a\u0307\u0623\u00df\u1fbc\u0307\u0301.\u05d0\u0623\u212b.\u00c5\u0623\u05d0\u03a9\u0130+\u03a9\u2126a\u05d0\u0345\u4e2d@example.org");
        if (once is not null) EmailAddress.Normalise(once).ShouldBe(once);
    }

    [Fact]
    public void Case_and_space_around_never_make_another_address()
    {
        var ascii = Gen.Elements("abcxyzABCXYZ0189.+-_".ToCharArray()).NonEmptyListOf().Select(x => new string([.. x]));
        Prop.ForAll(ascii.ToArbitrary(), local =>
            EmailAddress.Normalise($" {local.ToUpperInvariant()}@EXAMPLE.org ") == EmailAddress.Normalise($"{local.ToLowerInvariant()}@example.org")).QuickCheckThrowOnFailure();
    }
}

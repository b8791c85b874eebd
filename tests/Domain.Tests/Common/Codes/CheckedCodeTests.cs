using LearningHub.Grains.Common;

namespace LearningHub.Domain.Tests.Common;

public sealed class CheckedCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Theory]
    [InlineData(12)]
    [InlineData(18)]
    public void Every_single_wrong_character_is_noticed(int length)
    {
        for (var n = 0; n < 50; n++)
        {
            var code = CheckedCode.New(length);
            CheckedCode.IsValid(code).ShouldBeTrue();
            for (var i = 0; i < length; i++)
                foreach (var other in Alphabet.Where(c => c != code[i]))
                    CheckedCode.IsValid(code[..i] + other + code[(i + 1)..]).ShouldBeFalse($"{code} at {i}: {other}");
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(18)]
    public void Every_exchange_of_two_characters_is_noticed(int length)
    {
        for (var n = 0; n < 200; n++)
        {
            var code = CheckedCode.New(length);
            for (var i = 0; i < length; i++)
                for (var j = i + 1; j < length; j++)
                {
                    if (code[i] == code[j]) continue;
                    var swapped = code.ToCharArray();
                    (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                    CheckedCode.IsValid(new string(swapped)).ShouldBeFalse($"{code}: {i} and {j}");
                }
        }
    }

    [Fact]
    public void A_hundred_thousand_codes_are_a_hundred_thousand_different_ones()
    {
        var codes = Enumerable.Range(0, 100_000).Select(_ => CheckedCode.New(12)).ToList();
        codes.Distinct().Count().ShouldBe(100_000);
        codes.ShouldAllBe(c => CheckedCode.IsValid(c));
    }

    [Theory]
    [InlineData("7f3k-0m2q-9xwb", "7F3K0M2Q9XWB")]
    [InlineData(" 7F3K OM2Q 9XWB ", "7F3K0M2Q9XWB")]
    [InlineData("7F3KIM2Q9XWL", "7F3K1M2Q9XW1")]
    [InlineData("7F3K–0M2Q–9XWB", "7F3K0M2Q9XWB")]
    [InlineData("7F3K0M2Q9XW", null)]
    [InlineData("7F3K0M2Q9XWBB", null)]
    [InlineData("7F3KUM2Q9XWB", null)]
    [InlineData("7F3K\u0000M2Q9XWB", null)]
    [InlineData("", null)]
    public void What_was_typed_is_read_as_it_was_meant(string typed, string? kept) => CheckedCode.Normalize(typed, 12).ShouldBe(kept);

    [Fact]
    public void A_code_is_shown_in_groups_and_read_back()
    {
        var code = CheckedCode.New(18);
        var shown = CheckedCode.Shown(code, 6);
        shown.ShouldBe($"{code[..6]}-{code[6..12]}-{code[12..]}");
        CheckedCode.Normalize(shown.ToLowerInvariant(), 18).ShouldBe(code);
    }
}

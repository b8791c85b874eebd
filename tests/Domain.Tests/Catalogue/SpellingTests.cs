using LearningHub.Grains.Catalogue;
using LearningHub.Grains.Common;

namespace LearningHub.Domain.Tests.Catalogue;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("phnoe", "phone", 1)]
    [InlineData("phone", "phone", 0)]
    [InlineData("phon", "phone", 1)]
    [InlineData("pphone", "phone", 1)]
    [InlineData("phane", "phone", 1)]
    [InlineData("photogarhpy", "photography", 2)]
    [InlineData("", "abc", 3)]
    public void A_slip_is_a_letter_more_fewer_wrong_or_two_swapped(string typed, string word, int slips)
    {
        Spelling.Distance(typed, word).ShouldBe(slips);
        Spelling.Distance(word, typed).ShouldBe(slips);
    }

    [Theory]
    [InlineData("phnoe", "phone")]
    [InlineData("pyhton", "python")]
    [InlineData("photgraphie", "photographic")]
    public void A_near_word_is_found(string typed, string word) => Spelling.Nearest(typed, ["garden", word, "history"], asPrefix: false).ShouldBe([word]);

    [Theory]
    [InlineData("cta", "cat")]
    [InlineData("roek", "rock")]
    [InlineData("phxxe", "phone")]
    public void Short_words_and_far_ones_are_left_alone(string typed, string word) => Spelling.Nearest(typed, [word], asPrefix: false).ShouldBeEmpty();

    [Fact]
    public void The_last_word_may_be_half_typed_and_mistyped() =>
        Spelling.Nearest("phtoog", ["photography", "phonology"], asPrefix: true).ShouldBe(["photography"]);

    [Theory]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("STRASSE Straße", "strasse strasse")]
    [InlineData("Łódź Ørsted", "lodz orsted")]
    [InlineData("Ёлка", "елка")]
    public void Accents_and_case_do_not_matter(string text, string folded) => SearchText.Fold(text).ShouldBe(folded);

    [Fact]
    public void What_is_typed_becomes_bare_words()
    {
        SearchText.Terms("C# & 'film' | (photo):* \\ <->").ShouldBe(["c", "film", "photo"]);
        SearchText.Terms("हिन्दी").ShouldBe(["हिन्दी"]);
        SearchText.Terms(string.Join(' ', Enumerable.Range(0, 50).Select(i => $"w{i}"))).Length.ShouldBe(SearchText.MaxWords);
    }
}

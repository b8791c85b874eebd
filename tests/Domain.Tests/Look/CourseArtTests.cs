using System.Text.Json;
using System.Text.RegularExpressions;
using LearningHub.WebFrontend.Common.Components;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.Domain.Tests.Look;

/// <summary>A picture must never change under a course: course-art.json pins hash, hues, family and every shape.</summary>
public sealed class CourseArtTests
{
    public sealed record Vector(string Title, uint Hash, int HueA, int HueB, int Family, string Shapes);

    private static readonly Vector[] s_vectors = JsonSerializer.Deserialize<Vector[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Look", "course-art.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Titles => [.. s_vectors.Select(vector => vector.Title)];

    [Theory, MemberData(nameof(Titles))]
    public void The_same_title_draws_the_pinned_picture(string title)
    {
        var expected = s_vectors.Single(vector => vector.Title == title);
        var art = CourseArtRecipe.For(title);
        art.Hash.ShouldBe(expected.Hash);
        art.HueA.ShouldBe(expected.HueA);
        art.HueB.ShouldBe(expected.HueB);
        art.Family.ShouldBe(expected.Family);
        art.Shapes().ShouldBe(expected.Shapes);
    }

    [Fact]
    public void The_vectors_cover_every_family() =>
        s_vectors.Select(vector => vector.Family).Distinct().Order().ShouldBe([0, 1, 2, 3, 4, 5]);

    [Theory]
    [InlineData("Applied Statistics", 3879433961u, 161, 3)]
    [InlineData("Distributed Systems in Practice", 2242792936u, 136, 2)]
    public void The_check_values_of_the_recipe_hold(string title, uint hash, int hue, int family)
    {
        var art = CourseArtRecipe.For(title);
        (art.Hash, art.HueA, art.Family).ShouldBe((hash, hue, family));
    }

    [Theory]
    [InlineData("  APPLIED statistics ", "Applied Statistics")]
    [InlineData("Cafe\u0301", "Caf\u00e9")]
    public void Case_outer_space_and_composition_do_not_change_the_picture(string one, string other) =>
        CourseArtRecipe.For(one).Shapes().ShouldBe(CourseArtRecipe.For(other).Shapes());

    [Theory]
    [InlineData("")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onload=\"x")]
    [InlineData("日本語の授業")]
    public void Whatever_the_title_says_only_shapes_come_out(string title)
    {
        var shapes = CourseArtRecipe.For(title).Shapes();
        Regex.IsMatch(shapes, "^(<(rect|circle|path) [a-z0-9A-Z=\"() .-]+/>)+$").ShouldBeTrue(shapes);
        Regex.Count(shapes, "<").ShouldBeLessThanOrEqualTo(71);
    }

    [Theory]
    [InlineData("Yuki Tanabe", "YT", 358)]
    [InlineData("Mateo Quispe", "MQ", 134)]
    [InlineData("Zanele Dlamini-van der Merwe", "ZD", 301)]
    public void An_avatar_is_the_initials_on_the_hue_of_the_name(string name, string initials, int hue) =>
        (Initials.Of(name), Initials.HueOf(name)).ShouldBe((initials, hue));

    [Theory]
    [InlineData("Dr. Ngozi Adeyemi", "NA")]
    [InlineData("Cher", "C")]
    [InlineData("  ", "?")]
    [InlineData("Dr.", "D")]
    public void Initials_skip_titles_and_never_come_out_empty(string name, string initials) => Initials.Of(name).ShouldBe(initials);
}

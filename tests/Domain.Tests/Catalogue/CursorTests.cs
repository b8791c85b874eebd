using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Common;

namespace LearningHub.Domain.Tests.Catalogue;

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_brings_its_keys_back()
    {
        var cursor = Cursor.Encode("list", "exact", "Ä\"/\u00ff", "id");
        cursor.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
        Cursor.Decode(cursor, "list", 3).ShouldBe(["exact", "Ä\"/\u00ff", "id"]);
    }

    [Fact]
    public void A_cursor_of_another_list_or_shape_is_refused()
    {
        Cursor.Decode(Cursor.Encode("list", "a"), "other", 1).ShouldBeNull();
        Cursor.Decode(Cursor.Encode("list", "a"), "list", 2).ShouldBeNull();
        Cursor.Decode("", "list", 0).ShouldBeNull();
        Cursor.Decode(new string('a', 5_000), "list", 0).ShouldBeNull();
    }

    [Fact]
    public void Whatever_comes_from_outside_is_a_cursor_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            Cursor.Decode(text ?? "", "list", 1);
            Cursor.Decode(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text ?? "")), "list", 1);
            return true;
        }).QuickCheckThrowOnFailure();
}

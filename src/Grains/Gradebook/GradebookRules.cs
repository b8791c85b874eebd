using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Grains.Gradebook;

/// <summary>The rules of a gradebook's settings and of grades by hand. Who may is asked by the grain; what grades come to is in <see cref="GradeTotals"/>.</summary>
internal static class GradebookRules
{
    public const int MaxCategories = 50, MaxItems = 300, MaxName = 60, MaxReason = 500, Places = 5;
    public const decimal MaxWeight = 1_000, MaxPercent = 150;

    public static Decision<GradebookState> SetCategory(GradebookState state, SetGradeCategory c)
    {
        if (!KeySegment.IsValid(c.CategoryId)) return GradebookErrors.Bad("categoryId", "An id is 1 to 64 of a-z, 0-9, '-' and '_'.");
        if (PlainText.Line(c.Name, MaxName) is not { Length: > 0 } name) return GradebookErrors.Bad("name", $"A category needs a name of at most {MaxName} characters.");
        if (!IsWeight(c.Weight)) return GradebookErrors.Bad("weight", "A weight is 0 to 1,000, with at most five decimals.");
        if (c.DropLowest is < 0 or > 100) return GradebookErrors.Bad("dropLowest", "0 to 100 of the lowest may be dropped.");
        if (!Enum.IsDefined(c.Empty)) return GradebookErrors.Bad("empty", "Say what an empty grade means.");
        if (state.Categories.Any(x => x.CategoryId != c.CategoryId && x.Name == name)) return GradebookErrors.Bad("name", "There is a category of this name already.");
        var category = new GradeCategory(c.CategoryId, name, c.Weight, c.DropLowest, c.Empty);
        var at = state.Categories.Select((x, i) => (x, i)).FirstOrDefault(x => x.x.CategoryId == c.CategoryId, (null!, -1)).i;
        if (at >= 0 && state.Categories[at] == category) return Decision<GradebookState>.NoChange(state);
        if (at < 0 && state.Categories.Length >= MaxCategories) return GradebookErrors.TooMany;
        var categories = at < 0 ? state.Categories.Add(category) : state.Categories.SetItem(at, category);
        return Decision<GradebookState>.Of(state with { Categories = categories }, new GradebookSetupChanged(categories.Length));
    }

    public static Decision<GradebookState> RemoveCategory(GradebookState state, RemoveGradeCategory c)
    {
        if (c.CategoryId == GradebookState.General) return GradebookErrors.GeneralStays;
        if (state.Categories.All(x => x.CategoryId != c.CategoryId)) return GradebookErrors.CategoryNotFound;
        var next = state with
        {
            Categories = state.Categories.RemoveAll(x => x.CategoryId == c.CategoryId),
            Items = [.. state.Items.Select(i => i.CategoryId == c.CategoryId ? i with { CategoryId = GradebookState.General } : i)],
        };
        return Decision<GradebookState>.Of(next, new GradebookSetupChanged(next.Categories.Length));
    }

    public static Decision<GradebookState> SetItem(GradebookState state, SetGradeItem c)
    {
        if (state.Categories.All(x => x.CategoryId != c.CategoryId)) return GradebookErrors.CategoryNotFound;
        if (!IsWeight(c.Weight)) return GradebookErrors.Bad("weight", "A weight is 0 to 1,000, with at most five decimals.");
        var before = SettingOf(state, c.ItemId);
        return Put(state, before with { CategoryId = c.CategoryId, Weight = c.Weight }, new GradebookSetupChanged(state.Categories.Length));
    }

    /// <summary>All students at once: it is one word in one document.</summary>
    public static Decision<GradebookState> SetPosting(GradebookState state, SetGradePosting c)
    {
        if (c.ItemId is { } item) return Put(state, SettingOf(state, item) with { Posted = c.Posted }, new GradePostingChanged(item, c.Posted));
        if (state.Posted == c.Posted && state.Items.All(i => i.Posted == c.Posted)) return Decision<GradebookState>.NoChange(state);
        return Decision<GradebookState>.Of(state with { Posted = c.Posted, Items = [.. state.Items.Select(i => i with { Posted = c.Posted })] }, new GradePostingChanged(null, c.Posted));
    }

    /// <param name="before">What is by hand in the cell now.</param>
    /// <param name="earned">By attempts, percent.</param>
    public static Decision<GradebookState> Override(GradebookState state, OverrideGrade c, GradeByHand? before, decimal? earned, Actor actor, DateTimeOffset now)
    {
        if (!Enum.IsDefined(c.Kind)) return GradebookErrors.Bad("kind", "A grade, excused, or cleared.");
        if (PlainText.Line(c.Reason, MaxReason) is not { } reason) return GradebookErrors.Bad("reason", $"A reason has at most {MaxReason} characters.");
        if (reason.Length == 0) return GradebookErrors.ReasonRequired;
        var percent = c.Kind == OverrideKind.Grade ? c.Percent : null;
        if (c.Kind == OverrideKind.Grade && (percent is not { } p || p < 0 || p > MaxPercent || decimal.Round(p, Places) != p))
            return GradebookErrors.Bad("percent", "A grade is 0 to 150 percent, with at most five decimals.");
        if (c.Kind == OverrideKind.Cleared && before is null) return Decision<GradebookState>.NoChange(state);
        if (c.Kind != OverrideKind.Cleared && before is not null && before.Percent == percent) return Decision<GradebookState>.NoChange(state);
        var (id, next) = (GradeByHand.RecordId(c.ItemId, c.UserId), new GradeByHand(c.ItemId, c.UserId, percent, now));
        var history = new GradeHistory(c.ItemId, c.UserId, c.Kind, before is null ? earned : before.Percent, c.Kind == OverrideKind.Cleared ? earned : percent, reason, actor.UserId, now);
        return Decision<GradebookState>.Of(state, new GradeOverridden(c.ItemId, c.UserId, c.Kind)) with
        {
            Records =
            [
                c.Kind == OverrideKind.Cleared ? RecordChange.Delete(GradebookState.ByHandRecord, id) : RecordChange.Put(GradebookState.ByHandRecord, id, 0, next),
                RecordChange.Put(GradebookState.HistoryRecord, GradeHistory.RecordId(c.ItemId, c.UserId, Guid.CreateVersion7(now)), 0, history),
            ],
        };
    }

    public static ItemSetting SettingOf(GradebookState state, string itemId) =>
        state.Items.FirstOrDefault(i => i.ItemId == itemId) ?? new(itemId, GradebookState.General, 1, state.Posted);

    private static Decision<GradebookState> Put(GradebookState state, ItemSetting item, DomainEvent happened)
    {
        if (SettingOf(state, item.ItemId) == item) return Decision<GradebookState>.NoChange(state);
        var items = state.Items.RemoveAll(i => i.ItemId == item.ItemId).Add(item);
        return items.Length > MaxItems ? GradebookErrors.TooMany : Decision<GradebookState>.Of(state with { Items = items }, happened);
    }

    private static bool IsWeight(decimal weight) => weight is >= 0 and <= MaxWeight && decimal.Round(weight, Places) == weight;
}

namespace LearningHub.WebFrontend.Common.Components;

/// <summary>A tab: <c>#panel</c> on the same page (becomes a tablist with JavaScript), or the address of a page of its own.</summary>
public sealed record TabItem(string Href, string Text, int? Count = null, bool Hot = false, bool Selected = false);

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>A topic of a tenant, as checked: <c>kind:id</c> with an id that can be part of a grain key.</summary>
internal readonly record struct LiveTopic(string Tenant, string Kind, string Id)
{
    public string Name => $"{Kind}:{Id}";

    /// <summary>Null for what cannot be a topic; whether there is one of that kind is for the authorizers to say.</summary>
    public static LiveTopic? Parse(string tenant, string? name)
    {
        if (name is not { Length: > 2 and <= 100 } || name.IndexOf(':') is not (> 0 and var colon)) return null;
        var (kind, id) = (name[..colon], name[(colon + 1)..]);
        return KeySegment.IsValid(kind) && KeySegment.IsValid(id) ? new(tenant, kind, id) : null;
    }
}

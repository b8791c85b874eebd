namespace LearningHub.Grains.Cluster;

internal static class GrainNames
{
    /// <summary>"LearningHub.Grains.Chat.ChatRoomGrain,LearningHub.Grains" is a ChatRoom to people.</summary>
    public static string Short(string grainType)
    {
        var name = grainType.Split(',')[0];
        name = name[(name.LastIndexOf('.') + 1)..];
        return name.EndsWith("Grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}

namespace LearningHub.Engine.Tests;

/// <summary>Tests that need nothing special share one host; their keys are their own.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineHost>
{
    public const string Name = "engine";
}

using System.Collections.Immutable;

namespace LearningHub.Guards.Tests.EngineParity;

/// <summary>The names of the type parameters in scope.</summary>
internal sealed record GenericNames(ImmutableArray<string> OfType, ImmutableArray<string> OfMethod);

namespace Orleans.Placement;

/// <summary>Where activations go. In one process there is only one place.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    private protected PlacementAttribute() { }
}

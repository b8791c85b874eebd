using System.Globalization;
using Orleans.InProcess.Activations;
using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identities and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the same grain through another of its interfaces; inside a grain, of <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainProxy proxy => proxy.Engine.Factory.Reference<TGrainInterface>(proxy.GrainId),
        IGrainBase { GrainContext: Activation activation } => activation.Engine.Factory.Reference<TGrainInterface>(activation.GrainId),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The same as <see cref="AsReference{TGrainInterface}"/>.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <summary>The identity of a grain or of what a reference refers to.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainProxy proxy => proxy.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The integer key.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetPrimaryKeyString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The GUID key.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => Guid.ParseExact(grain.GetPrimaryKeyString(), "N");
}

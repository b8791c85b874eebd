using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Makes references to grains. A reference is cheap, never fails because a grain is not active, and can be kept and shared
/// between threads. Two references to one grain through one interface are equal.
/// </summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this GUID key.</summary>
    TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey;

    /// <summary>A reference to the grain with this integer key.</summary>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey;

    /// <summary>A reference to the grain with this key; an empty key is an <see cref="ArgumentException"/>.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference to the grain with this key, its interface known at run time only.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>A reference to the grain with this identity.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable;
}

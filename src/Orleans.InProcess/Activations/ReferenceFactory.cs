using System.Globalization;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>Makes references, for grains and for everybody else.</summary>
internal sealed class ReferenceFactory(Engine engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithGuidKey =>
        (TGrainInterface)Reference(typeof(TGrainInterface), primaryKey.ToString("N"), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)Reference(typeof(TGrainInterface), primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Reference(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable => Reference<TGrainInterface>(grainId);

    public TGrainInterface Reference<TGrainInterface>(GrainId id) =>
        (TGrainInterface)(object)engine.Kinds.Interface(typeof(TGrainInterface)).Reference(id, engine.Kinds.Of(id.Type));

    private object Reference(Type type, string key, string? classNamePrefix)
    {
        var kind = engine.Kinds.Of(type, classNamePrefix);
        return engine.Kinds.Interface(type).Reference(GrainId.Create(kind.GrainType, key), kind);
    }
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>The root of every grain interface.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose key is a non-empty string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain whose key is an integer.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>A grain whose key is a GUID.</summary>
public interface IGrainWithGuidKey : IGrain;

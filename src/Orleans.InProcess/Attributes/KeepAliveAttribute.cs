namespace Orleans;

/// <summary>Idle collection never takes activations of this grain class.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;

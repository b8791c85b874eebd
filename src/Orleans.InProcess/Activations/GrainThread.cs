namespace Orleans.InProcess.Activations;

/// <summary>Which activation's code runs on this thread.</summary>
internal static class GrainThread
{
    [ThreadStatic]
    private static Activation? _current;

    public static Activation? Current
    {
        get => _current;
        set => _current = value;
    }
}

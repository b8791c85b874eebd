using System.ComponentModel;
using System.Diagnostics;

namespace LearningHub.Guards.Tests.Deployment;

/// <summary>A fact that needs kubectl, no cluster, and says so where there is none.</summary>
public sealed class FactWithKubectlAttribute : FactAttribute
{
    public FactWithKubectlAttribute()
    {
        try { Run("version", "--client"); }
        catch (Win32Exception) { Skip = "kubectl is not on the search path."; }
    }

    internal static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Little comes on the second stream, so that reading one after the other cannot stall.
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors);
    }
}

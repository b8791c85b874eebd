namespace LearningHub.Grains.Users;

/// <summary>Section <c>Hub:SignIn</c>, of silos.</summary>
internal sealed class SignInLimitOptions
{
    /// <summary>Tries a minute from one address for one account: signing in, and asking for a reset mail.</summary>
    public int PerMinute { get; set; } = 20;

    /// <summary>Tries a minute from one address for all accounts together. A school behind one address signs in at nine.</summary>
    public int PerAddress { get; set; } = 300;

    /// <summary>Registrations a minute from one address.</summary>
    public int Registrations { get; set; } = 60;
}

using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Users;

public static class UsersModule
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddOptions<PasswordHashingOptions>().BindConfiguration("Hub:Passwords")
            .Validate(o => o.Iterations is >= 1_000 and <= 10_000_000, "Hub:Passwords:Iterations must be 1,000 to 10,000,000.").ValidateOnStart();
        services.AddOptions<SignInLimitOptions>().BindConfiguration("Hub:SignIn")
            .Validate(o => o is { PerMinute: > 0, PerAddress: > 0, Registrations: > 0 }, "Hub:SignIn: PerMinute, PerAddress and Registrations must be at least 1.").ValidateOnStart();
        return services
            .AddSingleton<PasswordHashing>()
            .AddView<PeopleView>();
    }
}

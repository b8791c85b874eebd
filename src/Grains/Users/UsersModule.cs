using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Users;

public static class UsersModule
{
    public static IServiceCollection AddUsers(this IServiceCollection services) => services;
}

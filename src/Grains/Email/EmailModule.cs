using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Email;

public static class EmailModule
{
    public static IServiceCollection AddEmail(this IServiceCollection services) => services;
}

using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Chat;

public static class ChatModule
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services;
}

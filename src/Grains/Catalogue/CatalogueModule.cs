using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Catalogue;

public static class CatalogueModule
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) => services;
}

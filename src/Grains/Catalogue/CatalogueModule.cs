using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Catalogue;

/// <summary>Search over what <c>Courses</c> projects into <c>rm_course</c>. Nothing to register: the engine finds the grain.</summary>
public static class CatalogueModule
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) => services;
}

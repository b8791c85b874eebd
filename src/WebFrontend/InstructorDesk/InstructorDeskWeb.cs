namespace LearningHub.WebFrontend.InstructorDesk;

public static class InstructorDeskWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapInstructorDesk(this IEndpointRouteBuilder routes)
    {
        DeskApi.Map(routes);
        DeskPages.Map(routes);
        AnnouncementApi.Map(routes);
        AnnouncementPages.Map(routes);
        return routes;
    }
}

namespace LearningHub.WebFrontend.Enrolments;

public static class EnrolmentsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapEnrolments(this IEndpointRouteBuilder routes)
    {
        EnrolmentApi.Map(routes);
        EnrolmentPages.Map(routes);
        LearnPages.Map(routes);
        LicenceApi.Map(routes);
        LicencePages.Map(routes);
        RosterPages.Map(routes);
        return routes;
    }
}

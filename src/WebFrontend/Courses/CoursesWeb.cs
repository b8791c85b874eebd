namespace LearningHub.WebFrontend.Courses;

public static class CoursesWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapCourses(this IEndpointRouteBuilder routes)
    {
        CourseApi.Map(routes);
        LessonApi.Map(routes);
        CoursePages.Map(routes);
        TeachingPages.Map(routes);
        BuilderPages.Map(routes);
        CaptionPages.Map(routes);
        CourseReviewWeb.Map(routes);
        return routes;
    }
}

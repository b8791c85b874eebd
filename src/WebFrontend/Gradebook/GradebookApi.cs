using System.Text;
using LearningHub.Grains.Interfaces.Gradebook;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Gradebook;

/// <summary>Grades of a course: settings, the table, changes by hand, CSV; a student's own.</summary>
internal static class GradebookApi
{
    private const int MaxBody = 32 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Gradebook").MapGroup("/courses/{courseId}").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/gradebook", Setup).Access(Permission.Teach).WithName("gradebook.get")
            .WithSummary("Categories and items with their weights, for staff.").Produces<GradebookSetup>().ProducesProblem(403).ProducesProblem(404);
        api.MapPut("/gradebook/categories/{categoryId}", SetCategory).Access(Permission.Teach).WithName("gradebook.categories.set")
            .WithSummary("Adds or changes a category.").Produces<GradebookAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/gradebook/categories/{categoryId}", RemoveCategory).Access(Permission.Teach).WithName("gradebook.categories.remove")
            .WithSummary("Removes a category; its items go to the first one.").Produces<GradebookAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPut("/gradebook/items/{itemId}", SetItem).Access(Permission.Teach).WithName("gradebook.items.set")
            .WithSummary("Puts an item (the lesson of a quiz) into a category with a weight.").Produces<GradebookAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPut("/gradebook/posting", SetPosting).Access(Permission.Teach).WithName("gradebook.post")
            .WithSummary("Shows or hides the grades of an item, or of all (itemId null), to all students at once.").Produces<GradebookAnswer>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/grades", Grid).Access(Permission.Teach).WithName("grades.table")
            .WithSummary("Students by name with a grade an item and their total, for staff.").Produces<GradeGrid>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/grades/mine", Mine).Access(Permission.SignedIn).WithName("grades.mine")
            .WithSummary("The caller's own grades, as far as they are posted, with the formula of every total.").Produces<StudentGrades>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/grades/csv", Csv).Access(Permission.Teach).WithName("grades.csv")
            .WithSummary("All students as a CSV file.").Produces<string>(200, "text/csv").ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/grades/{userId}", Student).Access(Permission.Teach).WithName("grades.student")
            .WithSummary("One student with the formula of every total, for staff.").Produces<StudentGrades>().ProducesProblem(403).ProducesProblem(404);
        api.MapPut("/grades/{userId}/{itemId}", Override).Access(Permission.Teach).WithName("grades.override")
            .WithSummary("A grade by hand, excused, or cleared again; with its reason.").Produces<GradebookAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/grades/{userId}/{itemId}/history", History).Access(Permission.Teach).WithName("grades.history")
            .WithSummary("What was changed by hand in a cell, the last first.").Produces<GradeChange[]>().ProducesProblem(403).ProducesProblem(404);
    }

    private static IGradebookGrain Book(HttpContext http, IGrainFactory grains, string courseId) => grains.Gradebook(new CourseKey(http.Viewer().Tenant, courseId));
    private static IGradebookQueriesGrain Queries(HttpContext http, IGrainFactory grains) => grains.Queries<IGradebookQueriesGrain>(http.Viewer().Tenant);
    private static IResult Answer(Result<Receipt> result) => result.ToApi(r => Results.Ok(new GradebookAnswer(r.Version)));

    private static async Task<IResult> Setup(string courseId, HttpContext http, IGrainFactory grains) => (await Book(http, grains, courseId).GetSetup()).ToApi();

    private static async Task<IResult> SetCategory(string courseId, string categoryId, CategoryBody body, HttpContext http, IGrainFactory grains) =>
        Answer(await Book(http, grains, courseId).SetCategory(new SetGradeCategory(categoryId, body.Name ?? "", body.Weight, body.DropLowest, body.Empty) { OperationId = http.OperationId() }));

    private static async Task<IResult> RemoveCategory(string courseId, string categoryId, HttpContext http, IGrainFactory grains) =>
        Answer(await Book(http, grains, courseId).RemoveCategory(new RemoveGradeCategory(categoryId) { OperationId = http.OperationId() }));

    private static async Task<IResult> SetItem(string courseId, string itemId, ItemBody body, HttpContext http, IGrainFactory grains) =>
        Answer(await Book(http, grains, courseId).SetItem(new SetGradeItem(itemId, body.CategoryId ?? "", body.Weight) { OperationId = http.OperationId() }));

    private static async Task<IResult> SetPosting(string courseId, PostingBody body, HttpContext http, IGrainFactory grains) =>
        Answer(await Book(http, grains, courseId).SetPosting(new SetGradePosting(body.ItemId, body.Posted) { OperationId = http.OperationId() }));

    private static async Task<IResult> Grid(string courseId, HttpContext http, IGrainFactory grains, string? search = null, string? cursor = null, int? limit = null) =>
        (await Queries(http, grains).Grid(new GradeGridQuery(courseId, search ?? "", cursor, HttpInput.Limit(limit, 50)))).ToApi();

    private static async Task<IResult> Mine(string courseId, HttpContext http, IGrainFactory grains) => (await Queries(http, grains).Mine(courseId)).ToApi();

    public static async Task<IResult> Csv(string courseId, HttpContext http, IGrainFactory grains) =>
        (await Queries(http, grains).Csv(courseId)).ToApi(csv => Results.File(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8", "grades.csv"));

    private static async Task<IResult> Student(string courseId, string userId, HttpContext http, IGrainFactory grains) => (await Queries(http, grains).Student(courseId, userId)).ToApi();

    private static async Task<IResult> Override(string courseId, string userId, string itemId, OverrideBody body, HttpContext http, IGrainFactory grains) =>
        Answer(await Book(http, grains, courseId).Override(new OverrideGrade(itemId, userId, body.Kind, body.Percent, body.Reason ?? "") { OperationId = http.OperationId() }));

    private static async Task<IResult> History(string courseId, string userId, string itemId, HttpContext http, IGrainFactory grains) =>
        (await Queries(http, grains).History(courseId, itemId, userId)).ToApi(h => Results.Ok(h));

    internal sealed record CategoryBody(string? Name, decimal Weight, int DropLowest, EmptyGrades Empty);

    internal sealed record ItemBody(string? CategoryId, decimal Weight);

    internal sealed record PostingBody(string? ItemId, bool Posted);

    internal sealed record OverrideBody(OverrideKind Kind, decimal? Percent, string? Reason);

    internal sealed record GradebookAnswer(long Version);
}

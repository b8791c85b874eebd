using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Pages;
using LearningHub.WebFrontend.Quizzes;

namespace LearningHub.WebFrontend.LiveClasses;

/// <summary>The plan of a course's classes for its staff, and the room.</summary>
internal static class LiveClassPages
{
    private const string View = "live-classes";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("LiveClasses");
        pages.MapGet("/teach/courses/{courseId}/live", (string courseId, HttpContext http, IGrainFactory grains, TimeProvider time) => List(courseId, http, grains, time, null, null))
            .Access(Permission.Teach).WithName("page.course.live");
        pages.MapPost("/teach/courses/{courseId}/live", Schedule).Access(Permission.Teach).WithName("page.course.live.schedule");
        pages.MapGet("/teach/courses/{courseId}/live/{classId}", (string courseId, string classId, HttpContext http, IGrainFactory grains, RecordingFolder recordings) => Edit(courseId, classId, http, grains, recordings, null, null))
            .Access(Permission.Teach).WithName("page.course.live.class");
        pages.MapPost("/teach/courses/{courseId}/live/{classId}", Change).Access(Permission.Teach).WithName("page.course.live.change");
        pages.MapPost("/teach/courses/{courseId}/live/{classId}/cancel", Cancel).Access(Permission.Teach).WithName("page.course.live.cancel");
        pages.MapGet("/live/{classId}", Room).Access(Permission.SignedIn).WithName("page.live");
    }

    /// <summary>The classes of a course, for the pages that show them beside other things; none where they cannot be had.</summary>
    public static async Task<ImmutableArray<LiveClassRow>> Of(string courseId, HttpContext http, IGrainFactory grains)
    {
        var rows = await grains.Queries<ILiveClassQueriesGrain>(http.Viewer().Tenant).OfCourse(courseId);
        return rows.IsOk && !rows.Value.IsDefault ? [.. rows.Value.Where(r => r.Phase is not LiveClassPhase.Cancelled)] : [];
    }

    private static async Task<IResult> List(string courseId, HttpContext http, IGrainFactory grains, TimeProvider time, PlanForm? entered, Error? problem)
    {
        if (await Course(courseId, http, grains) is not { } course) return Refusals.NotFound(http);
        var zone = ZoneTime.Of(http.Viewer());
        var rows = await grains.Queries<ILiveClassQueriesGrain>(http.Viewer().Tenant).OfCourse(courseId);
        var next = time.GetUtcNow().AddHours(25);
        return Common.Pages.Show<CourseClassesPage>(new
        {
            Page = await http.Page($"Live classes · {course.Title}", SitePaths.Teaching), Course = course, Classes = rows.Value.IsDefault ? [] : rows.Value, Zone = zone,
            Entered = entered ?? new("", zone.Field(next.AddMinutes(-next.Minute)), "60", "", KeySegment.NewId(time)), Problem = problem, Standard = await Standard(http, grains),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Schedule(string courseId, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var form = PlanForm.Of(await http.Form());
        if (form.Read(ZoneTime.Of(http.Viewer()), out var startsAt, out var minutes, out var limit) is { } unreadable) return await List(courseId, http, grains, time, form, unreadable);
        var id = KeySegment.IsValid(form.Id) ? form.Id : KeySegment.NewId(time);
        var scheduled = await LiveClassApi.Class(http, grains, id).Schedule(new ScheduleLiveClass(courseId, form.Title, startsAt, minutes, limit) { OperationId = $"schedule-{id}" });
        if (!scheduled.IsOk) return await List(courseId, http, grains, time, form, scheduled.Error);
        await grains.Passed(View, scheduled.Value);
        return Common.Pages.SeeOther($"/teach/courses/{courseId}/live");
    }

    private static async Task<IResult> Edit(string courseId, string classId, HttpContext http, IGrainFactory grains, RecordingFolder recordings, PlanForm? entered, Error? problem)
    {
        if (await Course(courseId, http, grains) is not { } course) return Refusals.NotFound(http);
        var found = await LiveClassApi.Class(http, grains, classId).Get();
        if (!found.IsOk || found.Value.Room.CourseId != courseId) return Refusals.NotFound(http);
        var room = found.Value.Room;
        var zone = ZoneTime.Of(http.Viewer());
        var attendance = await LiveClassApi.Class(http, grains, classId).GetAttendance();
        return Common.Pages.Show<CourseClassPage>(new
        {
            Page = await http.Page($"{room.Title} · {course.Title}", SitePaths.Teaching), Course = course, Room = room, Zone = zone, Attendance = attendance.Value.IsDefault ? [] : attendance.Value,
            Entered = entered ?? new(room.Title, zone.Field(room.StartsAt), room.Minutes.ToString(CultureInfo.InvariantCulture), room.AttendeeLimit?.ToString(CultureInfo.InvariantCulture) ?? "", ""),
            Problem = problem, Saved = http.Request.Query.ContainsKey("saved"), Refused = recordings.Refused(new(http.Viewer().Tenant, classId))?.Why,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Change(string courseId, string classId, HttpContext http, IGrainFactory grains, RecordingFolder recordings)
    {
        var form = PlanForm.Of(await http.Form());
        if (form.Read(ZoneTime.Of(http.Viewer()), out var startsAt, out var minutes, out var limit) is { } unreadable) return await Edit(courseId, classId, http, grains, recordings, form, unreadable);
        var changed = await LiveClassApi.Class(http, grains, classId).Change(new ChangeLiveClass(form.Title, startsAt, minutes, limit) { OperationId = http.OperationId() });
        return changed.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}/live/{classId}?saved") : await Edit(courseId, classId, http, grains, recordings, form, changed.Error);
    }

    private static async Task<IResult> Cancel(string courseId, string classId, HttpContext http, IGrainFactory grains, RecordingFolder recordings)
    {
        var cancelled = await LiveClassApi.Class(http, grains, classId).Cancel(new CancelLiveClass());
        if (!cancelled.IsOk) return await Edit(courseId, classId, http, grains, recordings, null, cancelled.Error);
        await grains.Passed(View, cancelled.Value);
        return Common.Pages.SeeOther($"/teach/courses/{courseId}/live");
    }

    private static async Task<IResult> Room(string classId, HttpContext http, IGrainFactory grains)
    {
        var found = await LiveClassApi.Class(http, grains, classId).Get();
        if (!found.IsOk) return Refusals.NotFound(http);
        var course = await grains.Course(new CourseKey(http.Viewer().Tenant, found.Value.Room.CourseId)).Get();
        return Common.Pages.Show<LiveRoomPage>(new { Page = await http.Page(found.Value.Room.Title), found.Value.Room, found.Value.Me, CourseTitle = course.Value?.Title ?? "", Staff = course.Value?.CanEdit == true });
    }

    /// <summary>How many people a class has room for that says nothing itself; 0: no limit.</summary>
    private static async Task<int> Standard(HttpContext http, IGrainFactory grains) => SettingCatalogue.AttendeeLimit.Read(await grains.Settings(http.Viewer().Tenant).Open());

    private static async Task<CourseView?> Course(string courseId, HttpContext http, IGrainFactory grains) =>
        (await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get()).Value is { CanEdit: true } course ? course : null;
}

/// <summary>The plan as typed.</summary>
/// <param name="Id">Made once, so that sending the form twice makes one class.</param>
public sealed record PlanForm(string Title, string StartsAt, string Minutes, string Limit, string Id)
{
    public static PlanForm Of(IFormCollection form) => new(form.Text("title"), form.Text("startsAt"), form.Text("minutes"), form.Text("attendeeLimit"), form.Text("id"));

    /// <summary>Null when all could be read; what it means is for the class to judge.</summary>
    public Error? Read(ZoneTime zone, out DateTimeOffset startsAt, out int minutes, out int? limit)
    {
        (startsAt, limit) = (default, null);
        minutes = int.TryParse(Minutes.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        if (!zone.TryParse(StartsAt.Trim(), out var at) || at is not { } moment) return Error.Invalid("live_classes.bad_start", "Say when it starts.", "startsAt");
        startsAt = moment;
        if (Limit.Trim().Length > 0) limit = int.TryParse(Limit.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0;
        return null;
    }
}

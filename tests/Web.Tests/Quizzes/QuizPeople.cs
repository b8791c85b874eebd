using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Quizzes;

/// <summary>Who teaches the quiz of <see cref="QuizWorld"/>, and who sits it.</summary>
internal static class QuizPeople
{
    public static async Task<QuizWorld> OpenQuiz(this WebHub hub, bool essay = false) => await QuizWorld.Of(await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin), essay);

    public static async Task<HubClient> Student(this QuizWorld world, WebHub hub, string name = "Sam Student")
    {
        var student = await hub.Visitor().Register(name);
        await student.Post($"/api/v1/courses/{world.Course}/enrolment", new { }).Expect(201);
        return student;
    }
}

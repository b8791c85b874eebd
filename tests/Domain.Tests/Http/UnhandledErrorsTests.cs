using LearningHub.WebFrontend.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Domain.Tests.Http;

public sealed class UnhandledErrorsTests
{
    [Fact]
    public async Task An_answer_that_did_not_come_is_unknown_not_failed()
    {
        (await StatusOf(new TimeoutException("late"))).ShouldBe(503);
        (await StatusOf(new SiloUnavailableException("a silo was killed"))).ShouldBe(503);
    }

    [Fact]
    public async Task A_bug_is_ours() => (await StatusOf(new InvalidOperationException("a bug"))).ShouldBe(500);

    private static async Task<int> StatusOf(Exception exception)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Path = "/api/v1/courses";
        await new UnhandledErrors(_ => throw exception, NullLogger<UnhandledErrors>.Instance).Invoke(http);
        return http.Response.StatusCode;
    }
}

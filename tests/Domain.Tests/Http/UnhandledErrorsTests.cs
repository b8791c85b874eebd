using System.Text.Json;
using LearningHub.WebFrontend.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

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
    public async Task A_statement_that_took_too_long_is_no_bug_and_of_a_change_the_outcome_is_unknown()
    {
        var cutOff = new InvalidOperationException("a page", new PostgresException("canceling statement due to statement timeout", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled));
        (await CodeOf(cutOff, "GET")).ShouldBe((503, "common.too_slow"));
        (await CodeOf(cutOff, "POST")).ShouldBe((503, "common.outcome_unknown"));
        (await CodeOf(new PostgresException("no such table", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable), "GET")).ShouldBe((500, "common.internal"));
    }

    [Fact]
    public async Task A_bug_is_ours() => (await StatusOf(new InvalidOperationException("a bug"))).ShouldBe(500);

    private static async Task<int> StatusOf(Exception exception) => (await CodeOf(exception, "POST")).Status;

    private static async Task<(int Status, string Code)> CodeOf(Exception exception, string method)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        (http.Request.Path, http.Request.Method) = ("/api/v1/courses", method);
        using var body = new MemoryStream();
        http.Response.Body = body;
        await new UnhandledErrors(_ => throw exception, NullLogger<UnhandledErrors>.Instance).Invoke(http);
        using var problem = JsonDocument.Parse(body.ToArray());
        return (http.Response.StatusCode, problem.RootElement.GetProperty("code").GetString()!);
    }
}

using LearningHub.Grains.Interfaces.Chat;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Chat;

/// <summary>The chat of a course. What arrives meanwhile comes over the live hub (topic <c>chat:{course}</c>); what was missed, from <c>changes</c>.</summary>
internal static class ChatApi
{
    private const int MaxBody = 32 * 1024;

    public static void MapChatApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Chat").MapGroup("/courses/{courseId}/chat").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

        api.MapGet("/messages", History).Access(Permission.SignedIn).WithName("chat.history")
            .WithSummary("A page of messages before a place (the newest without one), oldest first, with the caller's read marker.")
            .Produces<ChatHistory>().ProducesProblem(403);
        api.MapGet("/changes", Changes).Access(Permission.SignedIn).WithName("chat.changes")
            .WithSummary("All messages sent, edited or deleted after a number, in the order of change, at most 500.")
            .Produces<ChatChanges>().ProducesProblem(403);
        api.MapPost("/messages", Send).Access(Permission.SignedIn).WithName("chat.send")
            .WithSummary("Sends a message. The same clientId again is the same message. 20 in 10 seconds a person.")
            .Produces<ChatMessage>(201).ProducesProblem(403).ProducesProblem(422).ProducesProblem(429);
        api.MapPut("/messages/{messageId}", Edit).Access(Permission.SignedIn).WithName("chat.edit")
            .WithSummary("Changes the text of one's own message.")
            .Produces<ChatMessage>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/messages/{messageId}", Delete).Access(Permission.SignedIn).WithName("chat.delete")
            .WithSummary("Erases the text of one's own message, or of any for the staff of the course. The place stays.")
            .Produces<ChatMessage>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/read", Read).Access(Permission.SignedIn).WithName("chat.read")
            .WithSummary("Moves the caller's read marker forward, and pushes it to their other devices.")
            .Produces<ReadAnswer>().ProducesProblem(403);
    }

    private static async Task<IResult> History(string courseId, HttpContext http, IGrainFactory grains, long? before = null, int? limit = null) =>
        (await Room(http, grains, courseId).History(before, HttpInput.Limit(limit, 50, 200))).ToApi();

    private static async Task<IResult> Changes(string courseId, HttpContext http, IGrainFactory grains, long after = 0) =>
        (await Room(http, grains, courseId).Changes(after)).ToApi();

    private static async Task<IResult> Send(string courseId, SendBody body, HttpContext http, IGrainFactory grains)
    {
        var id = body.ClientId ?? http.OperationId();
        if (id is not { Length: > 0 and <= 100 } || !id.All(c => c is > ' ' and < '\x7f'))
            return Error.Invalid("chat.client_id_required", "A message needs an id made by its sender: 1 to 100 visible ASCII characters.", "clientId").ToProblem();
        var sent = await Room(http, grains, courseId).Send(new SendMessage(body.Text ?? "") { OperationId = id });
        return sent.ToApi(m => Results.Created($"{EndpointGroups.ApiRoot}/courses/{courseId}/chat/messages/{m.Id}", m));
    }

    private static async Task<IResult> Edit(string courseId, string messageId, EditBody body, HttpContext http, IGrainFactory grains) =>
        (await Room(http, grains, courseId).Edit(new EditMessage(messageId, body.Text ?? "") { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> Delete(string courseId, string messageId, HttpContext http, IGrainFactory grains) =>
        (await Room(http, grains, courseId).Delete(new DeleteMessage(messageId) { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> Read(string courseId, ReadBody body, HttpContext http, IGrainFactory grains)
    {
        var viewer = http.Viewer();
        var read = await grains.ChatReader(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).MarkRead(new MarkRead(body.Seq));
        return read.ToApi(seq => Results.Ok(new ReadAnswer(seq)));
    }

    private static IChatRoomGrain Room(HttpContext http, IGrainFactory grains, string courseId) =>
        grains.ChatRoom(new CourseKey(http.Viewer().Tenant, courseId));

    internal sealed record SendBody(string? ClientId, string? Text);

    internal sealed record EditBody(string? Text);

    internal sealed record ReadBody(long Seq);

    internal sealed record ReadAnswer(long Seq);
}

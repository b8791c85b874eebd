using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.WebFrontend.LiveClasses;

/// <summary>What people do in the room.</summary>
internal static class LiveRoomApi
{
    public static void Map(IEndpointRouteBuilder room)
    {
        room.MapPut("/seat", Enter).Access(Permission.SignedIn).WithName("liveClasses.enter")
            .WithSummary("Takes a seat, or a place in the queue. Safe to repeat.").Produces<LiveMe>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        room.MapDelete("/seat", Leave).Access(Permission.SignedIn).WithName("liveClasses.leave")
            .WithSummary("Gives the seat to the next who waits.").Produces<LiveMe>().ProducesProblem(404);
        room.MapPut("/hand", Hand).Access(Permission.SignedIn).WithName("liveClasses.hand")
            .WithSummary("Raises or lowers one's hand; a host lowers anybody's (userId).").Produces<LiveMe>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        room.MapPost("/reactions", React).Access(Permission.SignedIn).WithName("liveClasses.react")
            .WithSummary("like, clap, heart, laugh or party; 5 in 2 seconds a person.").Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        room.MapPost("/polls", AskPoll).Access(Permission.SignedIn).WithName("liveClasses.polls.ask")
            .WithSummary("Asks all: 2 to 6 answers. Closes the poll before. By hosts.").Produces<LivePoll>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        room.MapPost("/polls/{number:int}/close", ClosePoll).Access(Permission.SignedIn).WithName("liveClasses.polls.close")
            .WithSummary("Ends a poll.").Produces<LivePoll>().ProducesProblem(403).ProducesProblem(404);
        room.MapPut("/polls/{number:int}/vote", Vote).Access(Permission.SignedIn).WithName("liveClasses.polls.vote")
            .WithSummary("One's answer, by its place from 0; another one replaces it, unless the poll is anonymous.").Produces<LivePoll>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        room.MapPost("/questions", Ask).Access(Permission.SignedIn).WithName("liveClasses.questions.ask")
            .WithSummary("Asks the hosts; at most 5 unanswered a person.").Produces<LiveQuestion>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        room.MapPut("/questions/{number:int}/vote", VoteQuestion).Access(Permission.SignedIn).WithName("liveClasses.questions.vote")
            .WithSummary("Also wants to know, or no longer.").Produces<LiveQuestion>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        room.MapPut("/questions/{number:int}/answered", Answer).Access(Permission.SignedIn).WithName("liveClasses.questions.answered")
            .WithSummary("Marks a question as answered, or not. By hosts.").Produces<LiveQuestion>().ProducesProblem(403).ProducesProblem(404);
    }

    private static ILiveClassGrain Class(HttpContext http, IGrainFactory grains, string classId) => LiveClassApi.Class(http, grains, classId);

    private static async Task<IResult> Enter(string classId, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).Enter(new EnterLiveClass())).ToApi();

    private static async Task<IResult> Leave(string classId, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).Leave(new LeaveLiveClass())).ToApi();

    private static async Task<IResult> Hand(string classId, HandBody body, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).SetHand(new SetHand(body.Up, body.UserId))).ToApi();

    private static async Task<IResult> React(string classId, ReactionBody body, HttpContext http, IGrainFactory grains) =>
        (await Class(http, grains, classId).React(body.Reaction ?? "")).ToApi(counted => counted ? Results.NoContent() : TooFast.ToProblem());

    private static async Task<IResult> AskPoll(string classId, PollBody body, HttpContext http, IGrainFactory grains)
    {
        var asked = await Class(http, grains, classId).AskPoll(
            new AskPoll(body.Question ?? "", body.Options is { Length: <= 20 } options ? [.. options.Select(o => o ?? "")] : [], body.Anonymous) { OperationId = http.OperationId() });
        return asked.ToApi(p => Results.Created($"{EndpointGroups.ApiRoot}/live-classes/{classId}/polls/{p.Number}", p));
    }

    private static async Task<IResult> ClosePoll(string classId, int number, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).ClosePoll(new ClosePoll(number))).ToApi();

    private static async Task<IResult> Vote(string classId, int number, VoteBody body, HttpContext http, IGrainFactory grains) =>
        (await Class(http, grains, classId).Vote(new VotePoll(number, body.Option))).ToApi();

    private static async Task<IResult> Ask(string classId, QuestionBody body, HttpContext http, IGrainFactory grains) =>
        (await Class(http, grains, classId).AskQuestion(new AskLiveQuestion(body.Text ?? "") { OperationId = http.OperationId() }))
            .ToApi(q => Results.Created($"{EndpointGroups.ApiRoot}/live-classes/{classId}/questions/{q.Number}", q));

    private static async Task<IResult> VoteQuestion(string classId, int number, UpBody body, HttpContext http, IGrainFactory grains) =>
        (await Class(http, grains, classId).VoteQuestion(new VoteLiveQuestion(number, body.Up))).ToApi();

    private static async Task<IResult> Answer(string classId, int number, AnsweredBody body, HttpContext http, IGrainFactory grains) =>
        (await Class(http, grains, classId).AnswerQuestion(new AnswerLiveQuestion(number, body.Answered))).ToApi();

    private static readonly Error TooFast = new("live_classes.too_fast", "That is a lot of applause. Wait a moment.", ErrorKind.TooMany);

    internal sealed record HandBody(bool Up, string? UserId);

    internal sealed record ReactionBody(string? Reaction);

    internal sealed record PollBody(string? Question, string?[]? Options, bool Anonymous);

    internal sealed record VoteBody(int Option);

    internal sealed record QuestionBody(string? Text);

    internal sealed record UpBody(bool Up);

    internal sealed record AnsweredBody(bool Answered);
}

using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.LiveClasses;

/// <param name="Minutes">How long it is meant to last: 5 to 480.</param>
/// <param name="AttendeeLimit">Null: as the academy has set (<c>live_classes.attendee_limit</c>), at the moment of scheduling.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Schedule")]
public sealed record ScheduleLiveClass(string CourseId, string Title, DateTimeOffset StartsAt, int Minutes, int? AttendeeLimit) : Command;

/// <param name="AttendeeLimit">Null: as many as a room holds.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Change")]
public sealed record ChangeLiveClass(string Title, DateTimeOffset StartsAt, int Minutes, int? AttendeeLimit) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.Cancel")]
public sealed record CancelLiveClass : Command;

/// <summary>Lets people in to wait.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.Open")]
public sealed record OpenLiveClass : Command;

[GenerateSerializer, Immutable, Alias("hub.live.Start")]
public sealed record StartLiveClass : Command;

[GenerateSerializer, Immutable, Alias("hub.live.End")]
public sealed record EndLiveClass : Command;

[GenerateSerializer, Immutable, Alias("hub.live.SetCoHost")]
public sealed record SetCoHost(string UserId, bool CoHost) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.Enter")]
public sealed record EnterLiveClass : Command;

[GenerateSerializer, Immutable, Alias("hub.live.Leave")]
public sealed record LeaveLiveClass : Command;

/// <param name="UserId">Whose: null is the caller's own. Only hosts lower another's, nobody raises one.</param>
[GenerateSerializer, Immutable, Alias("hub.live.SetHand")]
public sealed record SetHand(bool Up, string? UserId = null) : Command;

/// <param name="Anonymous">The choice is not kept with the person, so it cannot be changed.</param>
[GenerateSerializer, Immutable, Alias("hub.live.AskPoll")]
public sealed record AskPoll(string Question, ImmutableArray<string> Options, bool Anonymous) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.ClosePoll")]
public sealed record ClosePoll(long Number) : Command;

/// <param name="Option">Its place in the poll, from 0.</param>
[GenerateSerializer, Immutable, Alias("hub.live.VotePoll")]
public sealed record VotePoll(long Number, int Option) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.AskQuestion")]
public sealed record AskLiveQuestion(string Text) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.VoteQuestion")]
public sealed record VoteLiveQuestion(long Number, bool Up) : Command;

[GenerateSerializer, Immutable, Alias("hub.live.AnswerQuestion")]
public sealed record AnswerLiveQuestion(long Number, bool Answered) : Command;

/// <summary>By a front end, for one of its sockets.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.BeginBroadcast")]
public sealed record BeginBroadcast : Command;

[GenerateSerializer, Immutable, Alias("hub.live.EndBroadcast")]
public sealed record EndBroadcast(long Session) : Command;

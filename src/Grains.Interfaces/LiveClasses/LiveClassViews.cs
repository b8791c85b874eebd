using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.LiveClasses;

/// <summary>Scheduled → open (the waiting room) → live → ended; or cancelled before it was live.</summary>
[JsonConverter(typeof(LiveWord<LiveClassPhase>))]
public enum LiveClassPhase { Scheduled, Open, Live, Ended, Cancelled }

[JsonConverter(typeof(LiveWord<LiveRole>))]
public enum LiveRole { Attendee, CoHost, Host }

[JsonConverter(typeof(LiveWord<LiveSeat>))]
public enum LiveSeat { None, Waiting, Seated, Left }

/// <summary>In pushes as in the API: the word, in camel case.</summary>
public sealed class LiveWord<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;

/// <summary>A class as lists show it.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.Row")]
public sealed record LiveClassRow(
    string ClassId, string CourseId, string CourseTitle, string Title, string HostId, string HostName, DateTimeOffset StartsAt, int Minutes, int? AttendeeLimit, LiveClassPhase Phase,
    DateTimeOffset? LiveAt, DateTimeOffset? EndedAt);

/// <summary>The room as everybody in it sees it: what is pushed (kind <c>room</c>). Each is the whole, so the newest replaces all before.</summary>
/// <param name="Number">The version it was made at; only rises.</param>
/// <param name="Admitted">How many were ever given a seat: one who waits asks for their own place when it changes.</param>
/// <param name="Hands">The first fifty, in the order they went up.</param>
/// <param name="Poll">The one that is open, else the last.</param>
/// <param name="Ran">How long it has been live, milliseconds at the time of making.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Room")]
public sealed record LiveRoom(
    string ClassId, string CourseId, string Title, LiveClassPhase Phase, DateTimeOffset StartsAt, int Minutes, int? AttendeeLimit, DateTimeOffset? LiveAt, DateTimeOffset? EndedAt,
    int Seated, int Waiting, long Admitted, int HandsUp, ImmutableArray<LiveHand> Hands, LivePoll? Poll, LiveBroadcast? Broadcast, ImmutableArray<LivePerson> Hosts, long Ran, long Number);

[GenerateSerializer, Immutable, Alias("hub.live.Person")]
public sealed record LivePerson(string UserId, string Name, LiveRole Role);

[GenerateSerializer, Immutable, Alias("hub.live.Hand")]
public sealed record LiveHand(string UserId, string Name, DateTimeOffset At);

/// <param name="Counts">One an option.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Poll")]
public sealed record LivePoll(long Number, string Question, ImmutableArray<string> Options, ImmutableArray<int> Counts, bool Anonymous, DateTimeOffset AskedAt, DateTimeOffset? ClosedAt);

/// <param name="Session">Counts up with every broadcast of the class; a later one replaces an earlier.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Broadcast")]
public sealed record LiveBroadcast(long Session, string By, DateTimeOffset At);

/// <summary>Pushed as kind <c>questions</c>: the open ones by votes, then the answered, at most 100.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.Questions")]
public sealed record LiveQuestions(ImmutableArray<LiveQuestion> Items, int Open, long Number);

[GenerateSerializer, Immutable, Alias("hub.live.Question")]
public sealed record LiveQuestion(long Number, string UserId, string Name, string Text, int Votes, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt);

/// <summary>The caller's own half of the room.</summary>
/// <param name="Ahead">Of one who waits: how many are before them.</param>
/// <param name="Votes">Poll number to option; -1 where the poll is anonymous.</param>
/// <param name="Voted">Numbers of the questions they voted for.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Me")]
public sealed record LiveMe(string UserId, LiveRole Role, LiveSeat Seat, int Ahead, bool HandUp, ImmutableDictionary<string, int> Votes, ImmutableArray<long> Voted);

[GenerateSerializer, Immutable, Alias("hub.live.View")]
public sealed record LiveClassView(LiveRoom Room, LiveQuestions Questions, LiveMe Me);

/// <param name="Seconds">In the class while it was live; the time between two visits does not count, two devices count once.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Attendance")]
public sealed record LiveAttendance(string UserId, string Name, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, long Seconds, int Visits);

/// <summary>What a front end may do for a socket.</summary>
/// <param name="Session">The broadcast under way, or 0.</param>
[GenerateSerializer, Immutable, Alias("hub.live.Pass")]
public sealed record LivePass(LiveRole Role, LiveClassPhase Phase, long Session, string CourseId);

/// <summary>What a recording is made of: what was sent between the two moments.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.RecordingPlan")]
public sealed record LiveRecordingPlan(string CourseId, string Title, DateTimeOffset LiveAt, DateTimeOffset EndedAt);

using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Chat;

/// <summary>Key <see cref="CourseKey"/>. State: two numbers and the newest 200 messages. Changes are one at a time and each commits before the
/// next, which is the order of the room: a few hundred a second. Reads interleave. Membership is asked anew for every call.</summary>
[GrainType("chat-room")]
internal sealed class ChatRoomGrain(IAggregateStore store, ILiveSettings settings, TimeProvider time) : AggregateGrain<ChatRoomState>(store), IChatRoomGrain
{
    private const int MaxChanges = 500;
    private const int MaxTypists = 1_000;
    private static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(3);

    private readonly SendPace _pace = new();
    private readonly Dictionary<string, DateTimeOffset> _typing = [];
    private PeopleNames _names = null!;
    private CourseKey _course;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _course = CourseKey.Parse(Key);
        _names = new(GrainFactory, _course.Tenant, time);
        await base.OnActivateAsync(cancellationToken);
    }

    protected override async ValueTask<ChatRoomState> WithRecords(ChatRoomState state, CancellationToken cancellation) =>
        state.WithRecent((await Store.LoadRecordsBefore(ChatRoomState.RecordType, Key, null, ChatRoomState.MaxRecent, cancellation)).Select(Read));

    public async Task<Result<ChatMessage>> Send(SendMessage command)
    {
        if (string.IsNullOrEmpty(command.OperationId)) return ChatErrors.ClientIdRequired;
        if (!await IsMember()) return ChatErrors.NotMember;

        var (sender, now, limits) = (Actor.UserId, time.GetUtcNow(), await Limits());
        return await Change(command,
            room => _pace.Allows(sender, now) ? ChatRoom.Send(room, command, sender, now, limits) : ChatErrors.TooFast,
            room => ChatEntry.IdOf(room.LastSeq),
            () => _pace.Count(sender, now));
    }

    public async Task<Result<ChatMessage>> Edit(EditMessage command)
    {
        if (!await IsMember()) return ChatErrors.NotMember;
        var (editor, now, find, limits) = (Actor.UserId, time.GetUtcNow(), await Finder(command.MessageId), await Limits());
        return await Change(command,
            room => find(room) is { IsOk: true } found ? ChatRoom.Edit(room, found.Value, command, editor, now, limits) : ChatErrors.Busy,
            _ => command.MessageId);
    }

    public async Task<Result<ChatMessage>> Delete(DeleteMessage command)
    {
        var isStaff = await IsStaff();
        if (!isStaff && !await IsEnrolled()) return ChatErrors.NotMember;
        var (by, find) = (Actor.UserId, await Finder(command.MessageId));
        return await Change(command,
            room => find(room) is { IsOk: true } found ? ChatRoom.Delete(room, found.Value, by, isStaff) : ChatErrors.Busy,
            _ => command.MessageId);
    }

    /// <summary>Decides, commits, then pushes, all in one turn, so that pushes leave in the order of their numbers. What is remembered of the
    /// operation is a place, never the text: that must stay erasable.</summary>
    private async Task<Result<ChatMessage>> Change(
        Command command, Func<ChatRoomState, Decision<ChatRoomState>> decide, Func<ChatRoomState, string> id, Action? committed = null)
    {
        var before = State.LastSeq;
        var place = await Execute(command, decide, (room, _) => new ChatPlace(id(room), room.LastSeq));
        if (!place.IsOk) return place.Error;
        if (await Find(place.Value.MessageId) is not { } entry) return ChatErrors.NotFound;

        var message = await Show(entry);
        if (State.LastSeq > before) committed?.Invoke();
        // Also when a retry asks for the newest change again: its first push may have been lost with the answer.
        if (entry.Changed == State.LastSeq)
            await this.Publish(LiveTopics.Chat(_course.CourseId), "message", entry.Changed, message);
        return message;
    }

    public async Task Typing()
    {
        var (typist, now) = (Actor.UserId, time.GetUtcNow());
        if (_typing.TryGetValue(typist, out var last) && now - last < TypingEvery) return;
        if (_typing.Count >= MaxTypists) _typing.Clear();
        _typing[typist] = now;
        if (!await IsMember()) return;
        await this.Publish(LiveTopics.Chat(_course.CourseId), "typing", 0, new { userId = typist, name = (await _names.Of([typist]))[typist] });
    }

    private async Task<ChatLimits> Limits()
    {
        var slow = await settings.Get(_course.Tenant, SettingCatalogue.SlowMode);
        return new(await settings.Get(_course.Tenant, SettingCatalogue.MessageLength), slow > 0 && !await IsStaff() ? TimeSpan.FromSeconds(slow) : TimeSpan.Zero);
    }

    public async Task<bool> IsMember() => await IsEnrolled() || await IsStaff();

    public async Task<Result<long>> LastSeq() => await IsMember() ? State.LastSeq : ChatErrors.NotMember;

    public async Task<Result<ChatHistory>> History(long? before, int limit)
    {
        if (!await IsMember()) return ChatErrors.NotMember;
        var reader = Actor.UserId;
        var read = await GrainFactory.ChatReader(new MemberKey(_course.Tenant, _course.CourseId, reader)).LastRead();

        limit = Math.Clamp(limit, 1, ChatRoomState.MaxRecent);
        var room = State;
        var page = room.Recent.Values.Where(m => before is null || m.Seq < before).TakeLast(limit + 1).ToArray();
        if (page.Length <= limit && !room.HoldsAll)
            page = [.. (await Store.LoadRecordsBefore(ChatRoomState.RecordType, Key, before is { } b ? ChatEntry.IdOf(Math.Max(b, 0)) : null, limit + 1)).Select(Read)];
        var items = await Show(page.TakeLast(limit).ToArray());
        return new ChatHistory([.. items], room.LastSeq, read, ChatRoom.Unread(room, reader, read), page.Length > limit);
    }

    public async Task<Result<ChatChanges>> Changes(long after)
    {
        if (!await IsMember()) return ChatErrors.NotMember;
        var room = State;
        ChatEntry[] changed = after >= room.LastSeq ? []
            : room.HoldsAll ? [.. room.Recent.Values.Where(m => m.Changed > after).OrderBy(m => m.Changed).Take(MaxChanges + 1)]
            : [.. (await Store.LoadRecordsAfter(ChatRoomState.RecordType, Key, after, MaxChanges + 1)).Select(Read)];
        var items = await Show(changed.Take(MaxChanges).ToArray());
        // A row may be committed a moment before this grain takes note of it.
        var last = items.Count > 0 ? Math.Max(room.LastSeq, items[^1].Changed) : room.LastSeq;
        return new ChatChanges([.. items], last, changed.Length > MaxChanges);
    }

    public async Task<Result<ChatWaiting>> Waiting()
    {
        var facts = await GrainFactory.Course(_course).GetFacts();
        return await IsStaff() ? ChatRoom.Waiting(State, facts.InstructorId, time.GetUtcNow()) : ChatErrors.NotMember;
    }

    public async Task Evict(string userId)
    {
        _typing.Remove(userId);
        // Told late of one who has come back since: there is nobody to show out.
        if (await GrainFactory.Enrolment(new MemberKey(_course.Tenant, _course.CourseId, userId)).IsActive()) return;
        await this.Publish(LiveTopics.Chat(_course.CourseId), LiveKinds.Removed, 0, new PersonRemoved(userId));
    }

    private Task<bool> IsEnrolled() => GrainFactory.Enrolment(new MemberKey(_course.Tenant, _course.CourseId, Actor.UserId)).IsActive();

    private Task<bool> IsStaff() => GrainFactory.Course(_course).IsStaff();

    /// <summary>How the decision finds the message: in the room as it is then, or the row as read now. Should another activation write in between,
    /// the row may be old, and the decision is refused rather than made on it.</summary>
    private async Task<Func<ChatRoomState, Result<ChatEntry?>>> Finder(string id)
    {
        var stored = await Find(id);
        var version = Version;
        return room => room.Recent.Values.FirstOrDefault(m => m.Id == id) is { } recent ? new Result<ChatEntry?>(recent, null)
            : Version == version ? new Result<ChatEntry?>(stored, null) : ChatErrors.Busy;
    }

    private async Task<ChatEntry?> Find(string id)
    {
        if (long.TryParse(id, out var seq) && State.Recent.TryGetValue(seq, out var recent)) return recent.Id == id ? recent : null;
        if (State.HoldsAll) return null;
        return await Store.LoadRecord(ChatRoomState.RecordType, Key, id) is { } row ? Read(row) : null;
    }

    private static ChatEntry Read(StoredRecord row) => JsonSerializer.Deserialize<ChatEntry>(row.Json, HubJson.Options)!;

    private async Task<ChatMessage> Show(ChatEntry entry) => (await Show([entry]))[0];

    private async Task<IReadOnlyList<ChatMessage>> Show(ChatEntry[] entries)
    {
        var names = await _names.Of(entries.Select(e => e.AuthorId));
        return [.. entries.Select(e => new ChatMessage(e.Id, e.Seq, e.Changed, e.AuthorId, names[e.AuthorId], e.Text, e.At, e.EditedAt, e.Deleted, e.ClientId))];
    }

    /// <summary>What is kept of an operation for its retry.</summary>
    private sealed record ChatPlace(string MessageId, long Changed);
}

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>How many media sockets a person has at this front end. Each gets all pictures: for devices there is room for some, and the newest counts.</summary>
internal sealed class WatchPlaces
{
    public const int Most = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string UserId), LinkedList<Action>> _open = [];

    /// <summary>A place until it is disposed; the person's oldest is ended when there are too many.</summary>
    public IDisposable Take((string Tenant, string UserId) who, Action end)
    {
        LinkedListNode<Action> place;
        Action? oldest = null;
        lock (_gate)
        {
            if (!_open.TryGetValue(who, out var places)) _open[who] = places = [];
            place = places.AddLast(end);
            if (places.Count > Most)
            {
                oldest = places.First!.Value;
                places.RemoveFirst();
            }
        }
        oldest?.Invoke();
        return new Taken(() => Leave(who, place));
    }

    private void Leave((string, string) who, LinkedListNode<Action> place)
    {
        lock (_gate)
        {
            place.List?.Remove(place);
            if (_open.TryGetValue(who, out var places) && places.Count == 0) _open.Remove(who);
        }
    }

    private sealed class Taken(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}

using System.Globalization;

namespace Omnibus.Testing;

/// <summary>What is stored and has not ended in some group that reads it. Safe for concurrent calls; every change is seen at once.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<Place> _stored = [];
    private readonly Dictionary<Group, int> _groups = [];
    private readonly HashSet<(string Group, Place Place)> _open = [];
    private readonly HashSet<(string Group, Place Place)> _ended = [];
    private TaskCompletionSource? _idle;
    private int _publishing;

    /// <summary>Something is being published until the result is disposed.</summary>
    public IDisposable Publishing()
    {
        lock (_gate)
        {
            _publishing++;
        }

        return new Ending(this);
    }

    public void Stored(Place place)
    {
        lock (_gate)
        {
            _stored.Add(place);
            foreach (var group in _groups.Keys)
            {
                Open(group, place);
            }
        }
    }

    /// <summary>A host with a consumer of that group and topic began.</summary>
    public void Join(Group group)
    {
        lock (_gate)
        {
            _groups[group] = _groups.GetValueOrDefault(group) + 1;
            foreach (var place in _stored)
            {
                Open(group, place);
            }
        }
    }

    /// <summary>Such a host ended. Nobody waits for a group that no host is left of.</summary>
    public void Leave(Group group)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out var members))
            {
                return;
            }

            _groups[group] = members - 1;
            if (members == 1)
            {
                _groups.Remove(group);
                _open.RemoveWhere(open => open.Group == group.Name && group.Reads(open.Place));
            }

            Check();
        }
    }

    public void Ended(string group, Place place)
    {
        lock (_gate)
        {
            _ended.Add((group, place));
            _open.Remove((group, place));
            Check();
        }
    }

    /// <summary>Completes when nothing is published and nothing is open.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var idle = _idle.Task;
            Check();
            return idle;
        }
    }

    /// <summary>What keeps the bus from being idle, as sentences.</summary>
    public string Describe()
    {
        lock (_gate)
        {
            var waiting = _open
                .GroupBy(open => (open.Group, open.Place.Topic))
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"Group '{group.Key.Group}' has not ended {group.Count()} of topic '{group.Key.Topic}'."));
            return string.Join(' ', waiting.Append(_publishing > 0 ? $"{_publishing} are being published." : "").Where(text => text.Length > 0));
        }
    }

    private void Open(Group group, Place place)
    {
        if (group.Reads(place) && !_ended.Contains((group.Name, place)))
        {
            _open.Add((group.Name, place));
        }
    }

    private void Check()
    {
        if (_publishing == 0 && _open.Count == 0)
        {
            _idle?.SetResult();
            _idle = null;
        }
    }

    /// <summary>A group's reading of one topic.</summary>
    public sealed record Group(string Name, string Store, string Topic)
    {
        public bool Reads(Place place) => place.Store == Store && place.Topic == Topic;
    }

    private sealed class Ending(Ledger ledger) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                lock (ledger._gate)
                {
                    ledger._publishing--;
                    ledger.Check();
                }
            }
        }
    }
}

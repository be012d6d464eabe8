using System.Collections.Concurrent;

namespace Omnibus.Conformance.Tests.Healthy.Brokered;

/// <summary>The broker's part for one group: who is in it, what each should read, and what each reads at this moment.</summary>
internal sealed class GroupCoordinator
{
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(2);

    private static readonly ConcurrentDictionary<string, GroupCoordinator> s_groups = new();

    private readonly Lock _gate = new();
    private readonly List<object> _members = [];
    private readonly Dictionary<object, long> _heard = [];
    private readonly Dictionary<int, object> _owners = [];

    public static GroupCoordinator Of(string group) => s_groups.GetOrAdd(group, _ => new GroupCoordinator());

    /// <summary>A member shows itself. Those who did not for too long are out. False where the member itself was put out before.</summary>
    public bool Hear(object member, bool joins)
    {
        lock (_gate)
        {
            if (!joins && !_members.Contains(member))
            {
                return false;
            }

            if (!_members.Contains(member))
            {
                _members.Add(member);
            }

            _heard[member] = TimeProvider.System.GetTimestamp();
            foreach (var silent in _members.Where(other => TimeProvider.System.GetElapsedTime(_heard[other]) > SilenceLimit).ToList())
            {
                Remove(silent);
            }

            return true;
        }
    }

    public void Leave(object member)
    {
        lock (_gate)
        {
            Remove(member);
        }
    }

    /// <summary>What a member owns and should give up.</summary>
    public IReadOnlyList<int> ToGiveUp(object member, int partitions)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, partitions).Where(partition => Owner(partition) == member && Target(partition) != member)];
        }
    }

    /// <summary>What a member should own and nobody else does; it owns it from now on.</summary>
    public IReadOnlyList<int> Take(object member, int partitions)
    {
        lock (_gate)
        {
            var taken = Enumerable.Range(0, partitions).Where(partition => Owner(partition) is null && Target(partition) == member).ToList();
            taken.ForEach(partition => _owners[partition] = member);
            return taken;
        }
    }

    public void GiveUp(object member, IEnumerable<int> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions.Where(partition => Owner(partition) == member))
            {
                _owners.Remove(partition);
            }
        }
    }

    private object? Owner(int partition) => _owners.GetValueOrDefault(partition);

    private object Target(int partition) => _members[partition % _members.Count];

    private void Remove(object member)
    {
        _members.Remove(member);
        foreach (var partition in _owners.Where(entry => entry.Value == member).Select(entry => entry.Key).ToList())
        {
            _owners.Remove(partition);
        }
    }
}

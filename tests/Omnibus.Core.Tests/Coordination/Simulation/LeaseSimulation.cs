using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Simulation;

/// <summary>
/// Real coordinators in virtual time, over connections that fail and stall, in processes that freeze, crash, stop and come back; all at random from one
/// seed. After each step nobody may deliver what is not its own.
/// </summary>
internal sealed class LeaseSimulation(int seed) : IAsyncDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly string[] s_names = ["a", "b", "c"];

    private readonly Random _random = new(seed);
    private readonly TestGroup _group = new();
    private readonly Dictionary<string, TestMember> _members = [];
    private readonly List<(TestMember Member, Task Stop)> _stops = [];
    private bool _isStable;
    private bool _isCalm;
    private int _starts;

    public int Grants => _group.Store.Grants.Count;

    public async Task RunAsync()
    {
        _isStable = _random.Next(2) == 0;
        _group.Store.Topic("logins", 1 + _random.Next(5));
        _group.Store.Topic("grades", 1 + _random.Next(3));
        for (var phase = 0; phase < 4; phase++)
        {
            _isCalm = false;
            for (var i = 0; i < 400; i++)
            {
                await DisturbAsync();
                Step();
            }

            await CalmAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isCalm = true;
        await _group.DisposeAsync();
    }

    private async Task DisturbAsync()
    {
        var name = s_names[_random.Next(s_names.Length)];
        if (!_members.TryGetValue(name, out var member))
        {
            if (Chance(10))
            {
                await StartAsync(name);
            }

            return;
        }

        if (Chance(100))
        {
            member.Crash();
            _members.Remove(name);
        }
        else if (Chance(100) && !member.IsFrozen)
        {
            Stop(name, member);
        }
        else if (member.IsFrozen ? Chance(30) : Chance(60))
        {
            Freeze(member);
        }
        else if (Chance(60))
        {
            // A while in which nothing arrives, perhaps after a last answer that is late.
            var storm = _random.Next(100);
            var first = Chance(2) ? Weather.SlowToAnswer : Weather.Away;
            member.Connection.Forecast = () => _isCalm ? Weather.Fine : storm-- > 0 ? Next(ref first) : Forecast();
        }
        else if (Chance(10))
        {
            member.Owner.DrainsAtOnce = !member.Owner.DrainsAtOnce;
        }

        if (Chance(8) && !member.IsFrozen)
        {
            Unblock(member);
        }
    }

    private async Task StartAsync(string name)
    {
        var full = _isStable ? name : $"{name}{_starts++}";
        string[] topics = name == "c" ? ["logins"] : ["logins", "grades"];
        var member = await _group.StartAsync(full, _isStable, settle: false, topics: topics);
        member.Connection.Forecast = Forecast;
        _members[name] = member;
        _group.WaitUntilQuiet();
    }

    private void Stop(string name, TestMember member)
    {
        _members.Remove(name);
        _stops.Add((member, member.BeginStop()));
        WaitForStops();
    }

    private static void Freeze(TestMember member)
    {
        if (!member.IsFrozen)
        {
            member.Freeze();
            return;
        }

        member.ThawWithoutTimers();
        CheckIsOwn(member);
        member.Thaw();
    }

    private static void Unblock(TestMember member)
    {
        member.Connection.LetOneGo();
        foreach (var partition in member.Owner.Draining)
        {
            member.Owner.Drained(partition);
        }
    }

    private static Weather Next(ref Weather first) => (first, first = Weather.Away).Item1;

    private Weather Forecast() => _isCalm || _random.Next(12) > 0 ? Weather.Fine : (Weather)_random.Next(5);

    private void Step()
    {
        _group.Run(s_step);
        foreach (var (member, _) in _stops)
        {
            if (Chance(3) || _isCalm)
            {
                Unblock(member);
            }
        }

        WaitForStops();
        Check();
    }

    /// <summary>A member that stops waits for a drain, for a call, or for nothing any more.</summary>
    private void WaitForStops()
    {
        TestGroup.Await(() => _stops.TrueForAll(stop => stop.Stop.IsCompleted || stop.Member.Owner.Draining.Count > 0 || stop.Member.Connection.HeldUp > 0));
        _stops.RemoveAll(static stop => stop.Stop.IsCompleted);
    }

    private void Check()
    {
        foreach (var member in _members.Values.Where(static member => !member.IsFrozen))
        {
            CheckIsOwn(member);
        }

        _group.Store.Rules.Check();
    }

    private static void CheckIsOwn(TestMember member)
    {
        foreach (var (partition, epoch) in member.Owner.AtWork)
        {
            if (member.Coordinator.MayDeliver(partition, epoch))
            {
                var state = member.Store.Find(partition);
                Assert.True(
                    state?.Owner == member.Name && state?.Epoch == epoch, $"{member.Name} delivers {partition} under {epoch}, but the store says {state}");
                Assert.True(member.Store.Settle(TestGroup.Name, partition, epoch));
            }
        }
    }

    /// <summary>When nothing disturbs any more, all is read, by one each, fairly, and nothing moves.</summary>
    private async Task CalmAsync()
    {
        _isCalm = true;
        foreach (var member in _members.Values)
        {
            member.Owner.DrainsAtOnce = true;
            if (member.IsFrozen)
            {
                Freeze(member);
            }

            while (member.Connection.HeldUp > 0)
            {
                member.Connection.LetOneGo();
            }

            Unblock(member);
        }

        if (_members.Count == 0)
        {
            await StartAsync("a");
        }

        Pass(TimeSpan.FromSeconds(45));
        var grants = Grants;
        Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(grants, Grants);

        var members = _members.Values.ToList();
        foreach (var member in members)
        {
            Assert.Null(member.Owner.Failure);
            Assert.Equal(member.Coordinator.Owned.Order(Order), member.Owner.Reading.Keys.Order(Order));
            Assert.All(member.Owner.Reading, read => Assert.True(member.Coordinator.MayDeliver(read.Key, read.Value)));
        }

        foreach (var partition in _group.Store.Partitions)
        {
            var entitled = members.Where(member => partition.Topic == "logins" || member.Name[0] != 'c').ToList();
            if (entitled.Count > 0)
            {
                var reader = Assert.Single(entitled, member => member.Owner.Reading.ContainsKey(partition));
                Assert.True(entitled.TrueForAll(member => member.Count + 1 >= reader.Count), "Shares are not fair.");
            }
        }

        Assert.Equal(members.Select(static member => member.Name).Order(StringComparer.Ordinal), _group.Store.Members);
    }

    private void Pass(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += s_step)
        {
            Step();
        }
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private static IComparer<TopicPartition> Order => Omnibus.Coordinating.FairShare.Order;
}

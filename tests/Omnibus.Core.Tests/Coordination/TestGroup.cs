using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>One group over one store, in virtual time. Time moves in small steps, and no step begins before everything waits.</summary>
internal sealed class TestGroup : IAsyncDisposable
{
    public const string Name = "readers";

    /// <summary>How long anything may take in real time.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly List<TestMember> _members = [];

    public StrictLeaseStore Store { get; } = new();

    public static TopicPartition Partition(int number, string topic = "logins") => new(topic, number);

    /// <summary>Waits, in real time, for what happens without time passing.</summary>
    public static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Bound), "It did not come about.");

    /// <summary>Waits for a stop. Time passes as long as that lasts: a call to a store that does not answer is over when its patience is.</summary>
    public static async Task AwaitStopAsync(TestMember member, Task stop)
    {
        Await(() =>
        {
            if (!stop.IsCompleted)
            {
                member.Time.Advance(s_step);
            }

            return stop.IsCompleted;
        });
        await stop;
    }

    /// <summary>Starts a member and, unless <paramref name="settle"/> is false, lets it do its first round.</summary>
    public async Task<TestMember> StartAsync(string name, bool stable = false, StartPoint? start = null, bool settle = true, params string[] topics)
    {
        var member = new TestMember(name, Store, topics is [] ? ["logins"] : topics, start ?? StartPoint.Earliest, stable);
        await member.Coordinator.StartAsync(TestContext.Current.CancellationToken);
        _members.Add(member);
        if (settle)
        {
            Await(IsQuiet);
        }

        return member;
    }

    /// <summary>Lets time pass.</summary>
    public void Run(TimeSpan span)
    {
        // Without a context, what waits for a timer goes on inside the clock's move: runs are the same each time.
        SynchronizationContext.SetSynchronizationContext(null);
        for (var passed = TimeSpan.Zero; passed < span; passed += s_step)
        {
            foreach (var member in _members)
            {
                member.Pass(s_step);
                Await(IsQuiet);
            }
        }
    }

    /// <summary>Lets time pass until something holds, but not forever.</summary>
    public TimeSpan RunUntil(Func<bool> condition, TimeSpan? most = null)
    {
        var passed = TimeSpan.Zero;
        while (!condition())
        {
            Assert.True(passed < (most ?? TimeSpan.FromMinutes(2)), "It did not come about.");
            Run(s_step);
            passed += s_step;
        }

        return passed;
    }

    public void WaitUntilQuiet() => Await(IsQuiet);

    /// <summary>Everybody pauses, or waits for a call that the test holds up.</summary>
    private bool IsQuiet() => _members.Sum(member => member.Busy) <= Store.HeldUp;

    public async ValueTask DisposeAsync()
    {
        Store.Before = Store.After = null;
        foreach (var member in _members.Where(member => !member.IsCrashed))
        {
            await AwaitStopAsync(member, member.Coordinator.StopAsync(new CancellationToken(canceled: true)));
        }

        Store.Rules.Check();
    }
}

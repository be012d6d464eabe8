using Omnibus.Drivers;
using Omnibus.Tests.Configuration;

namespace Omnibus.Core.Tests.Bus;

/// <summary>Events that a consumer has no handler for.</summary>
public sealed class Ignoring
{
    private const string DeadLetters = "notes.tests.reader.dead-letter";

    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task A_type_on_the_list_is_passed_over_whatever_else_is_said()
    {
        await using var bus = await StartAsync(ignored: ["test.note.v1"]);
        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await TestBus.UntilAsync(() => IsSettled(bus), Soon);
        Assert.Null(await ((ITopicAdministrator)bus.Transport).DescribeAsync(DeadLetters, Soon));
    }

    [Fact]
    public async Task A_type_that_is_not_on_it_is_treated_as_is_said()
    {
        await using var bus = await StartAsync(ignored: ["test.other.v1"]);
        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await TestBus.UntilAsync(() => IsSettled(bus), Soon);
        Assert.NotNull(await ((ITopicAdministrator)bus.Transport).DescribeAsync(DeadLetters, Soon));
    }

    private static bool IsSettled(TestBus bus) =>
        ((IGroupAdministrator)bus.Transport).DescribeGroupAsync("tests.reader", Soon).AsTask().GetAwaiter().GetResult() is { Partitions.Count: > 0 } group
        && group.Partitions.Sum(partition => partition.Lag) == 0;

    private static Task<TestBus> StartAsync(IEnumerable<string> ignored)
    {
        var bus = new TestBus
        {
            Configure = consumer => consumer with
            {
                OnUnhandled = UnhandledAction.DeadLetter,
                Ignore = ignored.ToHashSet(),
                Coordination = Drivers.Coordination.Leases,
            },
        };
        bus.Builder.Consumer("reader").Handle<Login>((_, _, _) => ValueTask.CompletedTask);
        return bus.StartAsync();
    }
}

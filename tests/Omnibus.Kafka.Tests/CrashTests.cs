using System.Diagnostics;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>A member whose process is killed.</summary>
public sealed class CrashTests(SharedKafka shared) : KafkaTest(shared)
{
    private const int Partitions = 4;
    private const int Each = 23;
    private const int SettledEvery = 5;

    [Fact]
    public async Task What_a_killed_member_had_not_settled_comes_to_the_next_and_nothing_else()
    {
        var transport = Open();
        await MakeAsync(transport, Partitions);
        var producer = await ProducerAsync(transport);
        for (var partition = 0; partition < Partitions; partition++)
        {
            await SendNumbersAsync(producer, 0, Each, partition);
        }

        // It settles 20 of 23 in every partition, and holds the rest.
        using var member = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Omnibus.Kafka.Worker.dll"), "join", Cluster.BootstrapServers, Topic, Group, $"{SettledEvery}"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var waiting = Enumerable.Range(0, Partitions).Select(partition => $"{partition}:19").ToHashSet();
            while (waiting.Count > 0)
            {
                var line = await member.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
                Assert.NotNull(line);
                waiting.Remove(line);
            }
        }
        finally
        {
            member.Kill();
        }

        var next = await MemberAsync(transport);
        var received = await next.ReceiveUntilAsync(all => all.Count >= Partitions * (Each - 20), "The arrival of what the killed member had not settled");

        Assert.Equal(Partitions, next.Owner.Owned.Count);
        Assert.All(next.Owner.Owned.Values, start => Assert.Equal(new Position(0, 20), start));
        foreach (var place in received.GroupBy(record => record.Place))
        {
            Assert.Equal([20ul, 21ul, 22ul], place.Select(record => record.Position.Low));
        }
    }
}

using System.Globalization;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class ReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_is_paused_and_resumed_meanwhile_each_partition_comes_whole_and_in_order(int seed)
    {
        const int Partitions = 5;
        var random = new Random(seed);
        await using var bus = new TestBus();
        await bus.CreateAsync("t", Partitions);
        await bus.CreateAsync("u", 1);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await using var reader = new Reader(
            await bus.Transport.OpenConsumerAsync(
                new ConsumerRequest { Group = null, Topics = ["t", "u"], Coordination = Coordination.None, MaxWait = TimeSpan.Zero }, TestContext.Current.CancellationToken),
            []);
        var all = Enumerable.Range(0, Partitions).Select(partition => new TopicPartition("t", partition)).Append(new TopicPartition("u", 0)).ToList();
        var sent = all.ToDictionary(partition => partition, _ => 0);
        var next = all.ToDictionary(partition => partition, _ => 0);
        var paused = new HashSet<TopicPartition>();

        for (var step = 0; step < 600; step++)
        {
            switch (step < 500 ? random.Next(6) : 5)
            {
                case 0 or 1:
                    var records = Enumerable.Range(0, random.Next(1, 12)).Select(_ => all[random.Next(all.Count)]).Select(partition => new WorkerRecord(
                        partition.Topic, null, Encoding.UTF8.GetBytes($"{sent[partition]++}"), partition: partition.Partition)).ToArray();
                    await TestBus.SendAsync(producer, records);
                    break;
                case 2:
                    var toPause = all[random.Next(all.Count)];
                    ((IPausableConsumer)reader.Consumer).Pause([toPause]);
                    paused.Add(toPause);
                    break;
                case 3:
                    var toResume = all[random.Next(all.Count)];
                    ((IPausableConsumer)reader.Consumer).Resume([toResume]);
                    paused.Remove(toResume);
                    break;
                case 4:
                    var toSeek = all[random.Next(all.Count)];
                    await ((ISeekableConsumer)reader.Consumer).SeekAsync(toSeek, default, TestContext.Current.CancellationToken);
                    next[toSeek] = 0;
                    break;
                default:
                    ((IPausableConsumer)reader.Consumer).Resume(step < 500 ? [] : all);
                    paused.IntersectWith(step < 500 ? paused : []);
                    foreach (var record in await reader.ReceiveAsync(random.Next(1, 9)))
                    {
                        Assert.DoesNotContain(record.Partition, paused);
                        Assert.Equal(next[record.Partition]++, int.Parse(record.Text!, CultureInfo.InvariantCulture));
                    }

                    break;
            }
        }

        while (await reader.ReceiveAsync() is { Count: > 0 } rest)
        {
            foreach (var record in rest)
            {
                Assert.Equal(next[record.Partition]++, int.Parse(record.Text!, CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(sent, next);
    }

    [Fact]
    public async Task A_partition_that_is_far_behind_does_not_keep_the_others_waiting()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t", 2);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await using var reader = new Reader(await bus.Transport.ReadAsync("t"), []);
        for (var send = 0; send < 100; send++)
        {
            await TestBus.SendAsync(producer, [.. Enumerable.Range(0, 10).Select(_ => new WorkerRecord("t", null, null, partition: 0))]);
        }

        await reader.TakeAsync(1000);
        await ((ISeekableConsumer)reader.Consumer).SeekAsync(new TopicPartition("t", 0), default, TestContext.Current.CancellationToken);
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, null, partition: 1));

        // Two receives of ten, where partition 0 alone has a hundred.
        var arrived = (await reader.ReceiveAsync(10)).Concat(await reader.ReceiveAsync(10));
        Assert.Contains(arrived, record => record.Partition.Partition == 1);
    }

    [Fact]
    public async Task A_topic_that_is_made_again_is_a_new_log_for_those_who_are_there()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await using var reader = new Reader(await bus.Transport.ReadAsync("t"), []);
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, "before"u8.ToArray()), new WorkerRecord("t", null, "before"u8.ToArray()));
        await reader.TakeAsync(2);
        await using var other = bus.Open(TimeProvider.System);
        await ((ITopicAdministrator)other).DeleteAsync("t", TestContext.Current.CancellationToken);

        var orphan = new WorkerRecord("t", null, null);
        await producer.SendAsync(new OutgoingRecord[] { orphan }, TestContext.Current.CancellationToken);
        Assert.Equal(FaultCode.NotFound, bus.Transport.Classify(orphan.Failure!));
        var gone = await Assert.ThrowsAsync<BusFileException>(() => reader.ReceiveAsync());
        Assert.Equal(FaultCode.NotFound, bus.Transport.Classify(gone));

        await other.CreateAsync("t");
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, "after"u8.ToArray()));
        Assert.Equal(["after"], (await reader.TakeAsync(1)).Select(record => record.Text));
    }

    [Fact]
    public async Task A_batch_that_is_larger_than_a_row_becomes_several_rows_in_order()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        var records = Enumerable.Range(0, 50).Select(number =>
        {
            var body = new byte[100_000];
            BitConverter.TryWriteBytes(body, number);
            return new WorkerRecord("t", null, body, partition: 0);
        }).ToArray();
        await TestBus.SendAsync(producer, records);

        await using var reader = new Reader(await bus.Transport.ReadAsync("t"), []);
        var arrived = await reader.TakeAsync(50);

        Assert.InRange(arrived.Select(record => record.Position.Low).Distinct().Count(), 3, 10);
        Assert.Equal(records.Select(record => record.Stored!.Value.Position), arrived.Select(record => record.Position));
        Assert.Equal(arrived.Select(record => record.Position).Order(), arrived.Select(record => record.Position));
    }

    [Theory]
    [InlineData("g", Coordination.Shared)]
    [InlineData("g", Coordination.Broker)]
    [InlineData(null, Coordination.Leases)]
    public async Task A_way_of_sharing_that_a_file_does_not_know_is_refused(string? group, Coordination coordination)
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        var failure = await Assert.ThrowsAsync<NotSupportedException>(async () => await bus.Transport.OpenConsumerAsync(
            new ConsumerRequest { Group = group, Topics = ["t"], Coordination = coordination }, TestContext.Current.CancellationToken));
        Assert.Equal(FaultCode.Unsupported, bus.Transport.Classify(failure));
    }

    [Fact]
    public async Task A_record_costs_no_allocation_on_its_way_in_and_out()
    {
        await using var bus = new TestBus(null, ("Durability", "Normal"));
        await bus.CreateAsync("t", 8);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        var records = Enumerable.Range(0, 1000).Select(number => WorkerRecord.Event("t", number)).ToArray();
        var outgoing = records.ToArray<OutgoingRecord>();
        var buffer = Enumerable.Range(0, 500).Select(_ => new Delivery()).ToArray();
        await using var consumer = await bus.Transport.ReadAsync("t");
        long sending = 0, receiving = 0;
        for (var round = 0; round < 6; round++)
        {
            Array.ForEach(records, record => record.Forget());
            var before = GC.GetAllocatedBytesForCurrentThread();
            var send = producer.SendAsync(outgoing, CancellationToken.None);
            Assert.True(send.IsCompletedSuccessfully);
            sending = GC.GetAllocatedBytesForCurrentThread() - before;

            before = GC.GetAllocatedBytesForCurrentThread();
            for (var received = 0; received < 1000;)
            {
                var receive = consumer.ReceiveAsync(buffer, CancellationToken.None);
                Assert.True(receive.IsCompletedSuccessfully);
                var count = await receive;
                for (var i = 0; i < count; i++)
                {
                    buffer[i].Release();
                }

                received += count;
            }

            receiving = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // A few objects a batch at most, and nothing a record.
        Assert.InRange(sending, 0, 1000);
        Assert.InRange(receiving, 0, 1000);
    }
}

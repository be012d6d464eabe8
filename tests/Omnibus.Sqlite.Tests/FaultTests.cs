using System.Text;
using Microsoft.Data.Sqlite;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class FaultTests
{
    private const uint Nobody = 65534;

    [Fact]
    public async Task While_another_process_holds_the_lock_a_send_is_transient_and_then_goes_on()
    {
        await using var bus = new TestBus(null, ("BusyTimeout", "00:00:00.050"));
        await bus.CreateAsync("t");
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        using var other = new SqliteConnection($"Data Source={bus.Path};Pooling=False");
        other.Open();
        var transaction = other.BeginTransaction(deferred: false);

        var record = new WorkerRecord("t", null, null);
        var failure = await Assert.ThrowsAsync<SqliteException>(() => TestBus.SendAsync(producer, record));

        Assert.Equal(FaultCode.Transient, bus.Transport.Classify(failure));
        Assert.Equal((null, null), (record.Stored, record.Failure));
        await transaction.DisposeAsync();
        await TestBus.SendAsync(producer, record);
    }

    [Fact]
    public async Task A_send_that_waits_for_the_lock_can_be_cancelled_and_has_taken_nothing()
    {
        await using var bus = new TestBus(null, ("BusyTimeout", "00:10:00"));
        await bus.CreateAsync("t");
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        using var other = new SqliteConnection($"Data Source={bus.Path};Pooling=False");
        other.Open();
        await using var transaction = other.BeginTransaction(deferred: false);

        using var cancel = new CancellationTokenSource();
        var record = new WorkerRecord("t", null, null);
        var sending = producer.SendAsync(new OutgoingRecord[] { record }, cancel.Token).AsTask();
        Assert.False(sending.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Wait.Patience));
        Assert.Equal((null, null), (record.Stored, record.Failure));
    }

    [Fact]
    public async Task A_full_disk_fails_the_whole_batch_as_storage_full_and_leaves_nothing_half_done()
    {
        using var folder = new TemporaryFolder();
        var host = new TransportHost { TimeProvider = TimeProvider.System, Notices = new Notices(), Service = "test", Instance = "test" };
        using var file = new BusFile(new SqliteOptions { Path = folder.File("bus.db") }, host);
        await using var wakeup = new Wakeup(file, useDoorbell: false, host.Notices);
        await using var transport = Bus.Open(folder.File("bus.db"));
        await transport.CreateAsync("t");
        var connection = await file.OpenAsync(durable: true, TestContext.Current.CancellationToken);

        // SQLite's own limit ends in the same code and the same place as a disk without space.
        connection.Execute("PRAGMA max_page_count = 40");
        await using var producer = new SqliteProducer(file, wakeup, host.Notices, connection, _ => { });
        var stored = 0;
        Exception? failure = null;
        while (failure is null)
        {
            var records = Enumerable.Range(0, 10).Select(_ => new WorkerRecord("t", null, new byte[2000])).ToArray();
            await producer.SendAsync(records.ToArray<OutgoingRecord>(), TestContext.Current.CancellationToken);
            stored += records.Count(record => record.Stored is not null);
            failure = records[0].Failure;
            Assert.True(failure is null || records.All(record => record.Failure == failure));
        }

        Assert.Equal(FaultCode.StorageFull, transport.Classify(failure));
        connection.Execute("PRAGMA max_page_count = 4000");
        stored += (await TestBus.SendAsync(producer, new WorkerRecord("t", null, null))).Count;
        await using var reader = new Reader(await transport.ReadAsync("t"), []);
        await reader.TakeAsync(stored);
        Assert.Equal(stored, (await ((ITopicAdministrator)transport).DescribeAsync("t", TestContext.Current.CancellationToken))!.Partitions.Sum(p => p.Count));
    }

    [Fact]
    public async Task A_directory_that_the_user_may_not_enter_is_a_missing_permission()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("closed"), UnixFileMode.None);
        using var other = OtherProcess.Start("as-user", Path.Combine(folder.File("closed"), "omnibus", "bus.db"), $"{Nobody}");

        Assert.StartsWith("PermissionDenied: ", Assert.Single(await other.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_user_may_only_read_is_for_the_operator_to_mend()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        using var folder = new TemporaryFolder();
        await using (var transport = Bus.Open(folder.File("bus.db")))
        {
            await transport.CreateAsync("t");
        }

        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(folder.File("bus.db"), Read);
        File.SetUnixFileMode(folder.Path, Read | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        try
        {
            using var other = OtherProcess.Start("as-user", folder.File("bus.db"), $"{Nobody}");
            Assert.Matches("^(Misconfigured|PermissionDenied): ", Assert.Single(await other.ReadToEndAsync()));
        }
        finally
        {
            File.SetUnixFileMode(folder.Path, Read | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_damaged_page_is_reported_as_corrupt()
    {
        using var folder = new TemporaryFolder();
        await using (var transport = Bus.Open(folder.File("bus.db")))
        {
            await transport.CreateAsync("t");
            await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
            for (var send = 0; send < 50; send++)
            {
                await TestBus.SendAsync(producer, [.. Enumerable.Range(0, 20).Select(_ => new WorkerRecord("t", null, new byte[1000]))]);
            }
        }

        await using (var damage = File.Open(folder.File("bus.db"), FileMode.Open))
        {
            damage.Position = 8192;
            await damage.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)damage.Length - 8192).ToArray(), TestContext.Current.CancellationToken);
        }

        await using var after = Bus.Open(folder.File("bus.db"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => after.CreateAsync("u"));
        Assert.Equal(FaultCode.Corrupt, after.Classify(failure));
    }

    [Fact]
    public async Task What_lies_before_a_damaged_record_is_delivered_and_the_damage_is_never_passed_over()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await bus.SendAsync("t", "one", "two");
        await bus.SendAsync("t", "three", "four");
        FileTests.Execute(bus.Path, "UPDATE record SET batch = substr(batch, 1, length(batch) - 3) WHERE id = (SELECT max(id) FROM record)");
        await using var reader = new Reader(await bus.Transport.ReadAsync("t"), []);

        Assert.Equal(["one", "two"], (await reader.ReceiveAsync()).Select(record => record.Text));
        for (var again = 0; again < 3; again++)
        {
            var failure = await Assert.ThrowsAsync<BusFileException>(() => reader.ReceiveAsync());
            Assert.Equal(FaultCode.Corrupt, bus.Transport.Classify(failure));
            Assert.Contains("Row 2 of topic 't'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_record_that_cannot_be_stored_fails_by_itself_and_the_others_are_stored()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t", 2);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        WorkerRecord[] records =
        [
            new("t", "a", Encoding.UTF8.GetBytes("first")),
            new("missing", "a", null),
            new("t", "a", null, partition: 2),
            new("t", "a", new byte[SqliteFactory.MaxRecordBytes + 1]),
            new("t", "a", Encoding.UTF8.GetBytes("last")),
        ];

        await producer.SendAsync(records.ToArray<OutgoingRecord>(), TestContext.Current.CancellationToken);

        Assert.Equal(
            [null, FaultCode.NotFound, FaultCode.InvalidArgument, FaultCode.TooLarge, null],
            records.Select(record => record.Failure is { } failure ? bus.Transport.Classify(failure) : (FaultCode?)null));
        Assert.All(records, record => Assert.False(record.MayBeStored));
        Assert.Equal(records[0].Stored!.Value.Position.Next, records[4].Stored!.Value.Position);
    }

    [Theory]
    [InlineData(5, 5, FaultCode.Transient)]
    [InlineData(5, 517, FaultCode.Transient)]
    [InlineData(6, 6, FaultCode.Transient)]
    [InlineData(7, 7, FaultCode.Transient)]
    [InlineData(9, 9, FaultCode.Transient)]
    [InlineData(15, 15, FaultCode.Transient)]
    [InlineData(13, 13, FaultCode.StorageFull)]
    [InlineData(10, 4874, FaultCode.StorageFull)]
    [InlineData(8, 8, FaultCode.Misconfigured)]
    [InlineData(8, 1032, FaultCode.Misconfigured)]
    [InlineData(14, 14, FaultCode.Misconfigured)]
    [InlineData(3, 3, FaultCode.PermissionDenied)]
    [InlineData(23, 23, FaultCode.PermissionDenied)]
    [InlineData(11, 11, FaultCode.Corrupt)]
    [InlineData(11, 267, FaultCode.Corrupt)]
    [InlineData(26, 26, FaultCode.Corrupt)]
    [InlineData(18, 18, FaultCode.TooLarge)]
    [InlineData(10, 778, FaultCode.Unavailable)]
    [InlineData(10, 3082, FaultCode.Transient)]
    [InlineData(1, 1, FaultCode.Unknown)]
    [InlineData(21, 21, FaultCode.Unknown)]
    public void Each_code_of_SQLite_means_what_the_table_says(int code, int extended, FaultCode means) =>
        Assert.Equal(means, SqliteFaults.Classify(new SqliteException("", code, extended)));

    [Fact]
    public void Other_failures_mean_what_they_are()
    {
        Assert.Equal(FaultCode.Closed, SqliteFaults.Classify(new ObjectDisposedException("")));
        Assert.Equal(FaultCode.Fenced, SqliteFaults.Classify(new FencedException([])));
        Assert.Equal(FaultCode.PermissionDenied, SqliteFaults.Classify(new UnauthorizedAccessException()));
        Assert.Equal(FaultCode.StorageFull, SqliteFaults.Classify(new IOException("", 28)));
        Assert.Equal(FaultCode.Misconfigured, SqliteFaults.Classify(new DirectoryNotFoundException()));
        Assert.Equal(FaultCode.Unknown, SqliteFaults.Classify(new InvalidOperationException()));
    }
}

using Microsoft.Data.Sqlite;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class FileTests
{
    [Fact]
    public async Task Only_the_user_can_enter_the_directory_and_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "deep", "omnibus", "bus.db");
        await using var transport = Bus.Open(path);
        await transport.CreateAsync("t");
        await using var producer = await transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, null));

        const UnixFileMode Enter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(Enter, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!);
        Assert.Equal(["bus.db", "bus.db-bell", "bus.db-shm", "bus.db-wal"], files.Select(Path.GetFileName).Order());
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Many_that_make_the_file_at_once_share_one()
    {
        using var folder = new TemporaryFolder();
        var transports = Enumerable.Range(0, 8).Select(_ => Bus.Open(folder.File("bus.db"))).ToList();
        await Task.WhenAll(transports.Select((transport, number) => Task.Run(() => transport.CreateAsync($"topic-{number}"))));
        foreach (var transport in transports)
        {
            Assert.Equal(8, (await ((ITopicAdministrator)transport).ListAsync(TestContext.Current.CancellationToken)).Count);
            await transport.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_with_its_version_and_what_to_do()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        Execute(bus.Path, "UPDATE bus SET version = 99, written_by = '7.5.0'");
        await using var old = bus.Open(TimeProvider.System);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => old.CreateAsync("u"));

        Assert.Equal(FaultCode.Misconfigured, old.Classify(failure));
        Assert.Contains("written by Omnibus 7.5.0 in layout 99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Run that version or a newer one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_running_stops_writing_and_reading_once_a_newer_one_has_migrated_the_file()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await using var reader = new Reader(await bus.Transport.ReadAsync("t"), []);
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, null));
        await reader.TakeAsync(1);
        Execute(bus.Path, "UPDATE bus SET version = 99, written_by = '7.5.0'");

        var record = new WorkerRecord("t", null, null);
        var sending = await Assert.ThrowsAnyAsync<Exception>(async () => await TestBus.SendAsync(producer, record));
        var reading = await Assert.ThrowsAnyAsync<Exception>(() => reader.ReceiveAsync());

        Assert.Equal((null, null), (record.Stored, record.Failure));
        Assert.Equal(FaultCode.Misconfigured, bus.Transport.Classify(sending));
        Assert.Equal(FaultCode.Misconfigured, bus.Transport.Classify(reading));
    }

    [Fact]
    public void An_older_file_is_brought_to_the_newer_layout_once_and_keeps_what_it_has()
    {
        using var folder = new TemporaryFolder();
        FilePlace.Make(folder.File("bus.db"));
        using (var older = Connection.Open(folder.File("bus.db"), TimeSpan.FromSeconds(1)))
        {
            Migrations.Bring(older, "bus.db", Migrations.Steps);
            older.Execute("INSERT INTO consumer_group (name) VALUES ('kept')");
        }

        IReadOnlyList<string> steps = [.. Migrations.Steps, "CREATE TABLE added (name TEXT); INSERT INTO added VALUES ('once')"];
        for (var time = 0; time < 2; time++)
        {
            using var newer = Connection.Open(folder.File("bus.db"), TimeSpan.FromSeconds(1));
            Migrations.Bring(newer, "bus.db", steps);
            using var version = newer.Prepare("SELECT version * 100 + (SELECT count(*) FROM added) * 10 + (SELECT count(*) FROM consumer_group) FROM bus");
            Assert.Equal((steps.Count * 100) + 11, version.Scalar());
        }
    }

    [Fact]
    public async Task Whoever_opens_a_new_file_while_another_makes_it_takes_it_for_a_bus()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 200; round++)
        {
            var path = folder.File($"{round}.db");
            FilePlace.Make(path);
            using var maker = Connection.Open(path, TimeSpan.FromSeconds(10));
            maker.Execute("PRAGMA journal_mode = WAL");
            using var looker = Connection.Open(path, TimeSpan.FromSeconds(10));
            var made = false;
            var looking = Task.Run(() =>
            {
                while (!Volatile.Read(ref made))
                {
                    Migrations.Check(looker, path);
                }
            }, TestContext.Current.CancellationToken);
            Migrations.Bring(maker, path, Migrations.Steps);
            Volatile.Write(ref made, true);
            await looking;
        }
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        Execute(folder.File("bus.db"), "CREATE TABLE theirs (name TEXT)");
        await using var transport = Bus.Open(folder.File("bus.db"));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => transport.CreateAsync("t"));

        Assert.Equal(FaultCode.Misconfigured, transport.Classify(failure));
        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", Execute(folder.File("bus.db"), "SELECT group_concat(name) FROM sqlite_schema"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(20_000)]
    public async Task A_file_that_is_not_a_database_is_refused_as_damaged_and_left_alone(int length)
    {
        using var folder = new TemporaryFolder();
        var bytes = Enumerable.Range(0, length).Select(number => (byte)((number * 31) + 7)).ToArray();
        await File.WriteAllBytesAsync(folder.File("bus.db"), bytes, TestContext.Current.CancellationToken);
        await using var transport = Bus.Open(folder.File("bus.db"));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => transport.CreateAsync("t"));

        Assert.Equal(FaultCode.Corrupt, transport.Classify(failure));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder.File("bus.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_directory_in_the_place_of_the_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var transport = Bus.Open(folder.Path);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => transport.CreateAsync("t"));

        Assert.Equal(FaultCode.Misconfigured, transport.Classify(failure));
    }

    [Fact]
    public void A_local_disk_is_not_taken_for_a_network()
    {
        using var folder = new TemporaryFolder();
        Assert.False(FilePlace.IsOnNetwork(folder.Path));
        Assert.Equal(OperatingSystem.IsWindows(), FilePlace.IsOnNetwork(@"\\server\share\omnibus"));
    }

    [Fact]
    public async Task A_probe_finds_the_file_and_makes_none()
    {
        using var folder = new TemporaryFolder();
        await using var transport = Bus.Open(folder.File("bus.db"));

        var before = await ((IProbe)transport).ProbeAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetFiles(folder.Path));
        await transport.CreateAsync("t");
        var after = await ((IProbe)transport).ProbeAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("sqlite 3.", before.Server, StringComparison.Ordinal);
        Assert.Equal(folder.File("bus.db"), after.Address);
        Assert.Empty(after.MissingPermissions);
    }

    internal static string? Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString();
    }
}

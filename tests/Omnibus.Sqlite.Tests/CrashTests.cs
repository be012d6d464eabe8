using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class CrashTests
{
    [Theory]
    [InlineData("Full", 1)]
    [InlineData("Full", 50)]
    [InlineData("Normal", 7)]
    public async Task What_a_killed_writer_was_told_is_stored_is_there(string durability, int batch)
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("appended", 8);
        var acknowledged = new Dictionary<string, int>();
        for (var kill = 0; kill < 4; kill++)
        {
            using var writer = OtherProcess.Start("append", bus.Path, "appended", $"writer-{kill}", $"{batch}", durability, "0");

            // Not only the first batches: it is killed in the middle of work, wherever that is.
            for (var line = 0; line < 20 + (13 * kill); line++)
            {
                acknowledged[$"writer-{kill}"] = int.Parse((await writer.ReadLineAsync())!, CultureInfo.InvariantCulture);
            }

            if (await writer.KillAsync() is [.., var last])
            {
                acknowledged[$"writer-{kill}"] = int.Parse(last, CultureInfo.InvariantCulture);
            }
        }

        await using var reader = new Reader(await bus.Transport.ReadAsync("appended", maxWait: TimeSpan.Zero), []);
        var stored = new Dictionary<string, int>();
        while (await reader.ReceiveAsync() is { Count: > 0 } arrived)
        {
            foreach (var record in arrived)
            {
                var parts = record.Text!.Split(' ');
                Assert.Equal(stored.GetValueOrDefault(parts[0], -1) + 1, int.Parse(parts[1], CultureInfo.InvariantCulture));
                stored[parts[0]] = int.Parse(parts[1], CultureInfo.InvariantCulture);
            }
        }

        foreach (var (writer, number) in acknowledged)
        {
            // All of what it was told, and of what it was not told only whole batches.
            Assert.InRange(stored[writer], number, number + batch);
            Assert.Equal(0, (stored[writer] + 1) % batch);
        }
    }

    [Fact]
    public async Task Many_processes_write_at_once_and_one_reads_everything_in_order()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("appended", 4);
        var reader = new Reader(await bus.Transport.ReadAsync("appended"), []);
        var writers = Enumerable.Range(0, 3).Select(writer => OtherProcess.Start("append", bus.Path, "appended", $"writer-{writer}", "10", "Normal", "60")).ToList();

        var next = new Dictionary<string, int>();
        foreach (var record in await reader.TakeAsync(3 * 600))
        {
            var parts = record.Text!.Split(' ');
            Assert.Equal(next.GetValueOrDefault(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
            next[parts[0]] = next.GetValueOrDefault(parts[0]) + 1;
        }

        Assert.Equal([600, 600, 600], next.Values);
        foreach (var writer in writers)
        {
            await writer.ReadToEndAsync();
            writer.Dispose();
        }

        await reader.DisposeAsync();
        var partitions = (await ((ITopicAdministrator)bus.Transport).DescribeAsync("appended", TestContext.Current.CancellationToken))!.Partitions;
        Assert.Equal(1800, partitions.Sum(partition => partition.Count));
    }
}

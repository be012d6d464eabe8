using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Omnibus.Core.Tests.Bus;
using Omnibus.Diagnostics;

namespace Omnibus.Core.Tests.Health;

public sealed class HealthFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-health-").FullName;

    private string File => Path.Combine(_folder, "health");

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task The_file_is_written_again_and_again_and_goes_with_the_bus()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var bus = await new TestBus().StartAsync();
        await using var file = new HealthFile(File, new BusCheckup(bus.Runtime, TimeProvider.System), time, NullLogger.Instance);
        file.Start();
        await TestBus.UntilAsync(() => HealthFile.Read(File) is { Dead.Count: 0, Unready.Count: 0 } text && text.Time == DateTimeOffset.UnixEpoch, Soon);
        await TestBus.UntilAsync(
            () =>
            {
                time.Advance(HealthFile.Interval);
                return HealthFile.Read(File)?.Time > DateTimeOffset.UnixEpoch;
            },
            Soon);
        await file.DisposeAsync();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void No_file_and_a_broken_one_say_nothing()
    {
        Assert.Null(HealthFile.Read(File));
        System.IO.File.WriteAllText(File, """{"time": "yester""");
        Assert.Null(HealthFile.Read(File));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

using Microsoft.Extensions.Logging;
using Omnibus.Tests.Hosting;

namespace Omnibus.Core.Tests.Bus;

public sealed class Auditing : IDisposable
{
    private const string Payload = "a-name-that-nobody-may-read";

    private readonly RecordedLog _log = new();

    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task Every_event_that_was_stored_or_handled_has_a_line()
    {
        await using var bus = await StartAsync(audit: true);
        var receipt = await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await bus.Bus.PublishAsync(new Note("ada", 13), cancellationToken: Soon);
        await TestBus.UntilAsync(() => _log.Lines.Any(line => line.EndsWith("DeadLetter (HandlerFailed), 3 attempts", StringComparison.Ordinal)), Soon);
        var place = $"notes[{receipt.Route.Partition}] at {receipt.Route.Position}";
        Assert.Contains($"Information: Stored test.note.v1 {receipt.Id} in {place} of memory", _log.Lines);
        Assert.Contains($"Information: Handled test.note.v1 {receipt.Id} of {place} in group tests.reader: done, 1 attempts", _log.Lines);
        Assert.Equal(2, _log.Lines.Count(line => line.Contains(": Stored ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_switch_there_is_none()
    {
        await using var bus = await StartAsync(audit: false);
        await bus.Bus.PublishAsync(new Note("ada", 13), cancellationToken: Soon);
        await TestBus.UntilAsync(() => _log.Lines.Any(line => line.Contains("is a dead letter", StringComparison.Ordinal)), Soon);
        Assert.DoesNotContain(_log.Lines, line => line.Contains(": Stored ", StringComparison.Ordinal) || line.Contains(": Handled ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_line_has_anything_of_an_event()
    {
        await using var bus = await StartAsync(audit: true);
        await bus.Bus.PublishAsync(new Note(Payload, 1), cancellationToken: Soon);
        await bus.Bus.PublishAsync(new Note(Payload, 13), cancellationToken: Soon);
        await TestBus.UntilAsync(() => _log.Lines.Any(line => line.Contains("is a dead letter", StringComparison.Ordinal)), Soon);
        await bus.Runtime.StopAsync(Soon);
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Payload, StringComparison.Ordinal));
    }

    public void Dispose() => _log.Dispose();

    private Task<TestBus> StartAsync(bool audit)
    {
        var bus = new TestBus
        {
            Loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(_log)),
            Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases },
            ConfigureBus = configuration => configuration with { Audit = audit },
        };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, _) =>
            note.Number == 13 ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask);
        return bus.StartAsync();
    }
}

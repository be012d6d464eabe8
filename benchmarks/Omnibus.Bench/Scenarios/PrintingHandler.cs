using System.Diagnostics;
using System.Globalization;
using Omnibus.Bench.Events;

namespace Omnibus.Bench.Scenarios;

/// <summary>Prints how long ago an event was published.</summary>
internal sealed class PrintingHandler : IEventHandler<Reading>
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready => _ready.Task;

    public ValueTask HandleAsync(Reading @event, EventContext context, CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = (now - long.Parse(@event.Text, CultureInfo.InvariantCulture)) * 1000.0 / Stopwatch.Frequency;
        Console.Out.WriteLine(milliseconds.ToString("0.000", CultureInfo.InvariantCulture));
        _ready.TrySetResult();
        return ValueTask.CompletedTask;
    }
}

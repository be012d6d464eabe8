using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Commands.Running;

/// <summary>Reads records as they are until enough were printed, the time is over, or the user has enough.</summary>
internal static class Reading
{
    public static async Task<int> ReadAsync(
        BusSession session,
        LinePrinter printer,
        IReadOnlyList<string> topics,
        string group,
        StartPoint start,
        double? seconds,
        CancellationToken cancellationToken)
    {
        var consumer = session.Runtime.RawConsumer(
            new ConsumerConfiguration(group.Length == 0 ? "tail" : "consume")
            {
                Topics = topics,
                Transport = session.Transport.Name,
                Group = group,
                Start = start,
                Concurrency = 1,
                Coordination = CoordinationChoice.For(Ordering.Partition, session.Transport.Info.Coordination),
                HandlerTimeout = TimeSpan.FromHours(1),
                OnFailure = FailureAction.Stop,
            },
            printer.PrintAsync);
        await using var closing = consumer.ConfigureAwait(false);
        consumer.Start();
        var limit = seconds is { } value ? Task.Delay(TimeSpan.FromSeconds(value), session.Transport.Time, cancellationToken) : Task.Delay(Timeout.InfiniteTimeSpan, session.Transport.Time, cancellationToken);
        await Task.WhenAny(printer.Full, consumer.Ended, limit).ConfigureAwait(false);

        // What is printed is settled, whatever ends the command.
        using var leave = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await consumer.StopAsync(leave.Token).ConfigureAwait(false);
        if (consumer.Problem is { } problem)
        {
            throw problem;
        }

        return printer.Full.IsCompleted ? ExitCode.Done : cancellationToken.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Incomplete;
    }
}

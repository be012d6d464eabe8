using System.Runtime.InteropServices;
using Omnibus.Brokers;
using Omnibus.Build;

// Ctrl+C and SIGTERM end the wait; the programs that were started are ended before this one ends.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return args switch
    {
        ["test", .. var rest] => await TestCommand.RunAsync(TestOptions.Parse(rest), stop.Token),
        ["broker", "redis" or "kafka" or "nats"] => await BrokerCommand.RunAsync(args[1], stop.Token),
        _ => throw new UsageException("The verbs are: test [options], broker redis, broker kafka, broker nats."),
    };
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (Exception exception) when (exception is BrokerException or BrokerMissingException)
{
    Console.Error.WriteLine(exception is BrokerMissingException missing ? missing.Missing.Message : exception.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using System.Runtime.InteropServices;
using Campus.Demo;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = DemoOptions.Parse(args);
    if (options.AskedForHelp)
    {
        Console.WriteLine(DemoOptions.Help);
        return ExitCodes.Done;
    }

    // Without a terminal nobody can press Ctrl+C.
    var terminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
    return await new DemoRun(options with { Stay = options.Stay || terminal }, Console.Out).RunAsync(stop.Token);
}
catch (DemoException exception)
{
    Console.Error.WriteLine(exception.Message);
    return exception.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted before all events had arrived. Everything is stopped.");
    return ExitCodes.Failed;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using System.CommandLine;
using Omnibus.Drivers;

namespace Omnibus.Commands.Running;

/// <summary>Runs what a verb does and turns failures into a sentence and an exit code.</summary>
internal static class Verb
{
    public static void Does(this Command command, BusOptions options, Streams streams, Func<BusSession, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(streams, async () =>
        {
            var session = BusSession.Open(parsed, options, streams);
            await using var closing = session.ConfigureAwait(false);
            return await run(session, parsed, cancellationToken).ConfigureAwait(false);
        }));

    public static async Task<int> RunAsync(Streams streams, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (ToolException exception)
        {
            return await SayAsync(streams, exception.Message, exception.ExitCode).ConfigureAwait(false);
        }
        catch (EventDataException exception)
        {
            return await SayAsync(streams, exception.Message, ExitCode.Input).ConfigureAwait(false);
        }
        catch (OmnibusException exception)
        {
            return await SayAsync(streams, exception.Message, CodeOf(exception)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
    }

    private static async Task<int> SayAsync(Streams streams, string message, int code)
    {
        await streams.Error.WriteLineAsync($"omnibus: {message}").ConfigureAwait(false);
        return code;
    }

    private static int CodeOf(OmnibusException exception) => exception.Code switch
    {
        FaultCode.Invalid when exception.Problems.Count > 0 => ExitCode.Configuration,
        FaultCode.Misconfigured or FaultCode.Unauthenticated or FaultCode.PermissionDenied or FaultCode.NoRoute => ExitCode.Configuration,
        FaultCode.Invalid or FaultCode.TooLarge or FaultCode.InvalidArgument or FaultCode.Undecodable => ExitCode.Input,
        FaultCode.Unavailable or FaultCode.Transient or FaultCode.Throttled or FaultCode.StorageFull => ExitCode.Unavailable,
        _ => ExitCode.Failed,
    };
}

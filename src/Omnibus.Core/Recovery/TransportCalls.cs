using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>Calls a driver and says what its exceptions mean.</summary>
internal static class TransportCalls
{
    /// <summary>Calls about a topic.</summary>
    /// <exception cref="OmnibusException">The driver failed.</exception>
    public static Task<T> AskAsync<T>(this TransportRuntime transport, string fullTopic, Func<ValueTask<T>> call) =>
        transport.AskAsync(call, (code, exception) => Faults.TopicUnusable(fullTopic, transport.Name, code, exception));

    /// <summary>Calls, and has <paramref name="fault"/> say what failed.</summary>
    /// <exception cref="OmnibusException">The driver failed.</exception>
    public static async Task<T> AskAsync<T>(this TransportRuntime transport, Func<ValueTask<T>> call, Func<FaultCode, Exception, OmnibusException> fault)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception) when (exception is not (OperationCanceledException or OmnibusException))
#pragma warning restore CA1031
        {
            throw fault(transport.Classify(exception), exception);
        }
    }
}

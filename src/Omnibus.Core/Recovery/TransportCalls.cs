using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>Calls a driver and says what its exceptions mean.</summary>
internal static class TransportCalls
{
    /// <exception cref="OmnibusException">The driver failed.</exception>
    public static async Task<T> AskAsync<T>(this TransportRuntime transport, string fullTopic, Func<ValueTask<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception) when (exception is not (OperationCanceledException or OmnibusException))
#pragma warning restore CA1031
        {
            throw Faults.TopicUnusable(fullTopic, transport.Name, transport.Classify(exception), exception);
        }
    }
}

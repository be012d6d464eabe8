namespace Omnibus.Commands.Running;

/// <summary>Calls an ability of a transport and turns what the driver throws into an <see cref="OmnibusException"/>.</summary>
internal static class DriverCalls
{
    public static async Task<T> CallAsync<T>(this BusSession session, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception) when (exception is not (OperationCanceledException or OmnibusException or ToolException or EventDataException))
#pragma warning restore CA1031
        {
            throw Faults.Unusable(session.Transport.Name, session.Transport.Classify(exception), exception);
        }
    }
}

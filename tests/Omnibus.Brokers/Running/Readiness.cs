using System.Diagnostics;

namespace Omnibus.Brokers.Running;

/// <summary>Waits until a broker is up, or gone.</summary>
internal static class Readiness
{
    /// <summary>Asks again and again, 20 ms apart, until the answer is yes.</summary>
    /// <param name="answersAsync">Whether it is so far.</param>
    /// <param name="failureAsync">Called between two tries: the reason why it never will, or null.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="BrokerException">It failed, or was not so far in time.</exception>
    public static async Task WaitAsync(
        Func<CancellationToken, Task<bool>> answersAsync, Func<Task<string?>> failureAsync, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await answersAsync(cancellationToken))
        {
            if (await failureAsync() is { } reason)
            {
                throw new BrokerException(reason);
            }
            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                throw new BrokerException($"The broker was not in the expected state after {timeout.TotalSeconds:0} s.");
            }
            await Task.Delay(20, cancellationToken);
        }
    }
}

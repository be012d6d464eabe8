using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>
/// Removes old entries of the streams that a producer writes to, now and then, after it has written: a stream to which nobody writes keeps what it has.
/// A round that fails is a round that did not take place. Not thread-safe.
/// </summary>
internal sealed class Retention(RedisConnection connection, TimeProvider timeProvider)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);

    private readonly Dictionary<RedisKey, long> _trimmedAt = [];
    private Task _running = Task.CompletedTask;

    /// <summary>A stream was written to.</summary>
    public void Written(string topic, RedisKey stream)
    {
        if (!_running.IsCompleted || (_trimmedAt.TryGetValue(stream, out var time) && timeProvider.GetElapsedTime(time) < s_between))
        {
            return;
        }

        _trimmedAt[stream] = timeProvider.GetTimestamp();
        _running = TrimAsync(topic, stream);
    }

    /// <summary>Completes when no round is under way.</summary>
    public Task EndAsync() => _running;

    private async Task TrimAsync(string topic, RedisKey stream)
    {
        try
        {
            await RedisScript.Trim.RunAsync(connection, [stream, RedisNames.Facts(topic)], [RedisNames.BeforeLeases(topic)]).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the next publication meets whatever is wrong with the server, and another round comes
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

using System.Runtime.ExceptionServices;
using Confluent.Kafka;

namespace Omnibus.Kafka.Consuming;

/// <summary>
/// Commits offsets within a bound. librdkafka answers a commit only when the coordinator does, and has no limit for it: with the broker away it
/// blocks its thread until the broker is back. So the call runs on a thread of the pool, at most one at a time, and is left alone after the bound.
/// </summary>
internal sealed class Commits(IConsumer<Ignore, Ignore> consumer, KafkaConnection connection, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private Task<Exception?> _running = Task.FromResult<Exception?>(null);

    /// <summary>A commit was left alone and has not come back: the client cannot be closed before it does.</summary>
    public bool Stuck => !_running.IsCompleted;

    /// <summary>Completes when these offsets are stored.</summary>
    /// <exception cref="KafkaException">They were refused, or nobody answered in time; then they may be stored later.</exception>
    public async Task CommitAsync(IReadOnlyList<TopicPartitionOffset> offsets, CancellationToken cancellationToken)
    {
        // Not even tried where it is known that nobody answers.
        if (connection.Fault is { } fault)
        {
            throw fault;
        }

        if (!await FinishedAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Unanswered();
        }

        _running = Task.Run(
            Exception? () =>
            {
                try
                {
                    consumer.Commit(offsets);
                    return null;
                }
                catch (Exception exception)
                {
                    return exception;
                }
            },
            CancellationToken.None);
        if (!await FinishedAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Unanswered();
        }

        if (await _running.ConfigureAwait(false) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        connection.Answered();
    }

    /// <summary>As <see cref="CommitAsync"/>, for the client's callbacks: blocks their thread.</summary>
    public void Commit(IReadOnlyList<TopicPartitionOffset> offsets) => CommitAsync(offsets, CancellationToken.None).GetAwaiter().GetResult();

    private async Task<bool> FinishedAsync(CancellationToken cancellationToken)
    {
        if (_running.IsCompleted)
        {
            return true;
        }

        try
        {
            await _running.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static KafkaException Unanswered() =>
        new(new Error(ErrorCode.Local_TimedOut, $"The group's coordinator did not answer a commit within {s_patience.TotalSeconds} s."));
}

using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka;

/// <summary>
/// What one client's error handler tells about its brokers. Refused connections show only there, while calls and records merely time out:
/// <see cref="Fault"/> gives those their real reason. Safe on any thread.
/// </summary>
internal sealed class KafkaConnection(IDriverNotices notices, string servers)
{
    private volatile Error? _refused;
    private volatile Error? _absent;
    private volatile bool _proved;
    private ErrorCode _reported;
    private TaskCompletionSource _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Why nothing goes through at the moment; null where nothing is known against it.</summary>
    public KafkaException? Fault => _refused is { } refused ? new KafkaException(refused)
        : _absent is { } absent ? new KafkaException(absent)
        : null;

    /// <summary>Whether there is a <see cref="Fault"/>.</summary>
    public bool Down => _absent is not null || _refused is not null;

    /// <summary>Completes when a broker refuses us the next time: waiting for an answer is no use then.</summary>
    public Task NextRefusal => Volatile.Read(ref _refusal).Task;

    /// <summary>Takes what the client's error handler is given.</summary>
    public void Report(Error error)
    {
        switch (error.Code)
        {
            case ErrorCode.Local_AllBrokersDown:
                if (_absent is null)
                {
                    _absent = error;
                    notices.Report(NoticeCode.Disconnected, 1, servers, new KafkaException(error));
                }

                return;

            // Every attempt to connect reports one: the first says it all, and comes as "all brokers down".
            case ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_Resolve when !error.IsFatal:
                return;

            // A handshake that a dying broker cut short looks the same: it counts only where TLS never worked.
            case ErrorCode.Local_Ssl when _proved:
                return;

            case ErrorCode.Local_Ssl or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed
                or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState:
                _refused = error;
                Interlocked.Exchange(ref _refusal, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
                break;
        }

        if (_reported != error.Code)
        {
            _reported = error.Code;
            notices.Report(NoticeCode.ClientError, 1, servers, new KafkaException(error));
        }
    }

    /// <summary>A broker answered.</summary>
    public void Answered()
    {
        if (!_proved || Down)
        {
            Recover();
        }
    }

    private void Recover()
    {
        var back = Down;
        _proved = true;
        _absent = null;
        _refused = null;
        _reported = ErrorCode.NoError;
        if (back)
        {
            notices.Report(NoticeCode.Reconnected, 1, servers);
        }
    }
}

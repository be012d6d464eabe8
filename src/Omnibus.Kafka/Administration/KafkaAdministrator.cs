using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Administration;

/// <summary>Asks and changes what is on the brokers, through one client that is made when it is first needed. Safe for concurrent calls.</summary>
internal sealed partial class KafkaAdministrator : IDisposable
{
    // As long as a publish waits by default: whoever asks is a person or a start that should not hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // What brokers tell each other is known everywhere within milliseconds.
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(20);

    private readonly KafkaOptions _options;
    private readonly TransportHost _host;
    private readonly KafkaConnection _connection;
    private readonly Lock _making = new();
    private IAdminClient? _client;
    private bool _disposed;

    public KafkaAdministrator(KafkaOptions options, TransportHost host)
    {
        _options = options;
        _host = host;
        _connection = new KafkaConnection(host.Notices, options.BootstrapServers);
    }

    public void Dispose()
    {
        lock (_making)
        {
            _disposed = true;
            _client?.Dispose();
        }
    }

    /// <summary>
    /// Asks until there is an answer that will last: a leader or coordinator that is being chosen, or loads what it needs, refuses for a moment.
    /// </summary>
    private async Task<T> AskAsync<T>(Func<IAdminClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        var start = _host.TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await AskOnceAsync(ask, cancellationToken).ConfigureAwait(false);
            }
            catch (KafkaException exception) when (
                KafkaFaults.Classify(exception) == FaultCode.Transient && _host.TimeProvider.GetElapsedTime(start) < s_patience)
            {
                await Task.Delay(s_glance, _host.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> AskOnceAsync<T>(Func<IAdminClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        var client = Client();
        var refusal = _connection.NextRefusal;
        var asked = ask(client);

        // Nobody may be waiting any more when it fails.
        _ = asked.ContinueWith(
            static task => task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            if (await Task.WhenAny(asked, refusal).WaitAsync(cancellationToken).ConfigureAwait(false) == refusal && _connection.Fault is { } refused)
            {
                throw refused;
            }

            var answer = await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
            _connection.Answered();
            return answer;
        }
        catch (KafkaException exception) when (KafkaFaults.Classify(exception) == FaultCode.Unavailable && _connection.Fault is { } fault)
        {
            throw fault;
        }
    }

    private Task<bool> AskAsync(Func<IAdminClient, Task> ask, CancellationToken cancellationToken) => AskAsync(
        async client =>
        {
            await ask(client).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private IAdminClient Client()
    {
        lock (_making)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _client ??= new AdminClientBuilder(_options.Administrator(_host))
                .SetErrorHandler((_, error) => _connection.Report(error))
                .SetLogHandler(_options.LogHandler)
                .Build();
        }
    }
}

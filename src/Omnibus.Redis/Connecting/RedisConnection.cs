using System.Net;
using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Redis.Connecting;

/// <summary>
/// One connection to the server, for one purpose: what blocks or floods one never delays another. The client reconnects by itself and replays
/// nothing: a command that finds no connection fails at once, and the core decides. Safe for concurrent calls.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private static readonly Version s_oldest = new(7, 0);

    private readonly TransportHost _host;
    private readonly Action<RedisConnection> _closed;
    private readonly Lock _attempts = new();
    private ConnectionMultiplexer? _client;
    private ConnectionAttemptCompletedEventArgs? _lastAttempt;
    private IDatabase _database = null!;
    private volatile bool _disposed;
    private EndPoint? _lost;

    private RedisConnection(TransportHost host, Action<RedisConnection> closed) => (_host, _closed) = (host, closed);

    /// <summary>The server, to be asked for what no database knows.</summary>
    public IEnumerable<IServer> Servers => _client!.GetServers();

    /// <summary>Keys are spread over servers.</summary>
    public bool IsCluster => Servers.Any(server => server.ServerType == ServerType.Cluster);

    /// <summary>Connects.</summary>
    /// <param name="options">The transport's options.</param>
    /// <param name="host">Lends the name of the service and takes notices.</param>
    /// <param name="purpose">What an operator sees beside the service's name in the list of clients.</param>
    /// <param name="answerWithin">How long the server may take to answer one command.</param>
    /// <param name="closed">Told when the connection is closed for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RedisConnection> OpenAsync(
        RedisOptions options, TransportHost host, string purpose, TimeSpan answerWithin, Action<RedisConnection> closed, CancellationToken cancellationToken)
    {
        var connection = new RedisConnection(host, closed);
        var client = options.ForClient(ClientName(host.Service, purpose), answerWithin);
        client.ConnectionAttemptCompleted += connection.Attempted;
        var connecting = ConnectionMultiplexer.ConnectAsync(client);
        try
        {
            connection.Adopt(await connecting.WaitAsync(cancellationToken).ConfigureAwait(false));
            if (connection.Servers.Where(server => server.IsConnected).Select(server => server.Version).Min() is { } version && version < s_oldest)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw new NotSupportedException($"The server is Redis {version}. Omnibus needs {s_oldest} or newer.");
            }

            return connection;
        }
        catch (OperationCanceledException)
        {
            _ = connecting.ContinueWith(
                static (task, _) => task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult().DisposeAsync().AsTask() : Task.FromResult(task.Exception),
                null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
        catch (RedisConnectionException exception)
        {
            throw connection.Explain(exception);
        }
    }

    /// <summary>Sends a command whose reply is not decoded; allocates next to nothing.</summary>
    public async ValueTask<RespResult> ExecuteAsync(string command, ReadOnlyMemory<RedisKeyOrValue> arguments)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return Answered(await _database.ExecuteRespAsync(command, arguments).ConfigureAwait(false));
        }
        catch (RedisConnectionException exception)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Asks by the client's typed methods.</summary>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return Answered(await ask(_database).ConfigureAwait(false));
        }
        catch (RedisConnectionException exception)
        {
            throw Explain(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (Interlocked.Exchange(ref _client, null) is { } client)
        {
            // What is still under way is of no use to anybody, and a blocked read would hold an orderly close up.
            _closed(this);
            await client.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string ClientName(string service, string purpose) =>
        string.Concat(service.Select(character => char.IsAscii(character) && character > ' ' && character != 127 ? character : '-')) + ":" + purpose;

    private void Adopt(ConnectionMultiplexer client)
    {
        _client = client;
        _database = client.GetDatabase();
        client.ConnectionFailed += (_, failure) => Lost(failure);
        client.InternalError += (_, error) => Report(NoticeCode.ClientError, error.EndPoint, error.Exception);
    }

    /// <summary>
    /// One loss is one notice. The client tells of every attempt to connect again, too, and calls a connection to a server that is still loading
    /// its data restored and lost again, many times a second: it is back when a command was answered.
    /// </summary>
    private void Lost(ConnectionFailedEventArgs failure)
    {
        if (Interlocked.Exchange(ref _lost, failure.EndPoint) is null)
        {
            Report(NoticeCode.Disconnected, failure.EndPoint, failure.Exception);
        }
    }

    private T Answered<T>(T answer)
    {
        if (_lost is not null && Interlocked.Exchange(ref _lost, null) is { } place)
        {
            Report(NoticeCode.Reconnected, place, null);
        }

        return answer;
    }

    private void Report(NoticeCode code, EndPoint? place, Exception? exception)
    {
        if (!_disposed)
        {
            _host.Notices.Report(code, 1, place?.ToString() ?? "", exception);
        }
    }

    private void Attempted(object? sender, ConnectionAttemptCompletedEventArgs attempt)
    {
        lock (_attempts)
        {
            if (_lastAttempt is null || attempt.SequenceNumber > _lastAttempt.SequenceNumber)
            {
                _lastAttempt = attempt;
            }
        }
    }

    /// <summary>
    /// A command that found no connection only says so. Why the last attempt to connect failed is what the operator has to know: a password
    /// that was changed is not a server that is away.
    /// </summary>
    private RedisConnectionException Explain(RedisConnectionException exception)
    {
        if (exception.FailureType is not (ConnectionFailureType.UnableToResolvePhysicalConnection or ConnectionFailureType.UnableToConnect))
        {
            return exception;
        }

        lock (_attempts)
        {
            return _lastAttempt is { IsSuccess: false, FailureType: ConnectionFailureType.AuthenticationFailure or ConnectionFailureType.ProtocolFailure } attempt
                ? new RedisConnectionException(
                    attempt.FailureType, exception.Flags, exception.Message, attempt.Exception ?? exception, exception.CommandStatus)
                : exception;
        }
    }
}

using NATS.Client.Core;
using NATS.Client.JetStream;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>The one connection of a transport, opened when it is first needed. Safe for concurrent calls.</summary>
internal sealed class NatsLink : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IDriverNotices _notices;
    private readonly string _address;
    private NatsConnection? _connection;
    private volatile bool _closed;
    private int _losses;

    public NatsLink(NatsOptions options, TransportHost host)
    {
        Options = options;
        _notices = host.Notices;
        Client = options.Client with { Name = host.Service };
        _address = string.Join(',', options.Client.Url.Split(',').Select(server => new Uri(server.Trim())).Select(server => $"{server.Scheme}://{server.Host}:{(server.Port > 0 ? server.Port : 4222)}"));
    }

    public NatsOptions Options { get; }

    public string Address => _address;

    public bool IsClosed => _closed;

    /// <summary>How often the connection was lost: what was on its way then is not coming.</summary>
    public int Losses => Volatile.Read(ref _losses);

    private NatsOpts Client { get; }

    /// <summary>The connection, which answers.</summary>
    public async ValueTask<NatsConnection> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_connection is null)
            {
                var connection = new NatsConnection(Client);
                try
                {
                    await connection.ConnectAsync().ConfigureAwait(false);
                }
                catch
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                    throw;
                }

                connection.ConnectionDisconnected += LostAsync;
                connection.ConnectionOpened += BackAsync;
                _connection = connection;
            }

            return _connection.ConnectionState == NatsConnectionState.Open ? _connection : throw new AwayException();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<NatsJSContext> JetStreamAsync(CancellationToken cancellationToken) => new(await OpenAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>An inbox with room for an asterisk. The client's own ones end at one question each.</summary>
    public string NewInbox() => $"{Client.InboxPrefix}.{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _closed = true;
            if (_connection is { } connection)
            {
                _connection = null;
                connection.ConnectionDisconnected -= LostAsync;
                connection.ConnectionOpened -= BackAsync;
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private ValueTask LostAsync(object? sender, NatsEventArgs arguments)
    {
        Interlocked.Increment(ref _losses);
        _notices.Report(NoticeCode.Disconnected, 1, _address);
        return default;
    }

    private ValueTask BackAsync(object? sender, NatsEventArgs arguments)
    {
        _notices.Report(NoticeCode.Reconnected, 1, _address);
        return default;
    }
}

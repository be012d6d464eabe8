using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Omnibus.Brokers.Running;

/// <summary>Loopback ports.</summary>
internal static class Ports
{
    /// <summary>
    /// A port that nobody listens on now, below the range from which systems take the ports of outgoing connections: nobody is likely to
    /// take it between two runs of a broker either.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // In use: another one.
            }
        }
    }

    /// <summary>True if somebody takes connections there.</summary>
    public static async Task<bool> ListensAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        return await ConnectsAsync(client, host, port, cancellationToken);
    }

    /// <summary>Sends one line and returns the first line of the answer; null if nobody answers within a second.</summary>
    public static async Task<string?> AskAsync(string host, int port, string line, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        if (!await ConnectsAsync(client, host, port, cancellationToken))
        {
            return null;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), limit.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return await reader.ReadLineAsync(limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> ConnectsAsync(TcpClient client, string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await client.ConnectAsync(host, port, limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

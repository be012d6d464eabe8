using System.Buffers.Binary;
using System.Net.Sockets;

namespace Omnibus.Brokers.Running;

/// <summary>Asks a Kafka whether it is ready, in its own protocol.</summary>
internal static class KafkaQuestion
{
    // Metadata, version 1, correlation 1, client "t", no topics.
    private static readonly byte[] s_request = [0, 0, 0, 15, 0, 3, 0, 1, 0, 0, 0, 1, 0, 1, (byte)'t', 0, 0, 0, 0];

    /// <summary>True if it answers and knows at least one broker.</summary>
    public static async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            await client.GetStream().WriteAsync(s_request, limit.Token);
            var answer = new byte[12];      // size, correlation, number of brokers
            await client.GetStream().ReadExactlyAsync(answer, limit.Token);
            return BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(8)) > 0;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

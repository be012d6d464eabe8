using System.Text;
using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Plugins.Lists;

internal sealed class ListProducer(IDatabase database) : IProducerDriver
{
    public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        for (var index = 0; index < batch.Length; index++)
        {
            var record = batch.Span[index];
            var length = await database.ListRightPushAsync(record.Topic, Write(record));
            record.Succeed(0, new Position(0, (ulong)length));
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;

    private static byte[] Write(OutgoingRecord record)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(record.Headers.Length);
        foreach (var header in record.Headers)
        {
            writer.Write(header.Name);
            writer.Write(header.Value.Length);
            writer.Write(header.Value.Span);
        }

        writer.Write((record.Body ?? default).Span);
        return bytes.ToArray();
    }
}

internal sealed class ListConsumer(IDatabase database, ConsumerRequest request) : IConsumerDriver
{
    private ulong _number;

    public SettlementModel Settlement => SettlementModel.Individual;

    public bool Ordered => false;

    public bool ReceiveBlocksThread => false;

    public async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var topic in request.Topics)
            {
                if ((byte[]?)await database.ListLeftPopAsync(topic) is { } bytes)
                {
                    Read(bytes, topic, buffer.Span[0]);
                    return 1;
                }
            }
        }
        while (TimeProvider.System.GetElapsedTime(begin) < request.MaxWait);
        return 0;
    }

    public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;

    private void Read(byte[] bytes, string topic, Delivery delivery)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var headers = Enumerable.Range(0, reader.ReadInt32()).Select(_ => (Name: reader.ReadString(), Value: reader.ReadBytes(reader.ReadInt32()))).ToList();
        delivery.Reset(topic, 0, new Position(0, ++_number), null, bytes.AsMemory((int)reader.BaseStream.Position));
        headers.ForEach(header => delivery.AddHeader(header.Name, header.Value));
    }
}

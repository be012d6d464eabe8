using Omnibus.Drivers;
using Omnibus.Memory;

namespace Omnibus.OpenTelemetry.Tests;

/// <summary>Takes no record, and notices something at each.</summary>
internal sealed class NoisyFactory : ITransportFactory
{
    private readonly MemoryFactory _inner = new();

    public TransportInfo Info => _inner.Info with { Name = "noisy" };

    public IReadOnlyList<SettingInfo> Settings => _inner.Settings;

    public ITransport Create(TransportSettings settings, TransportHost host) => new NoisyTransport(_inner.Create(settings, host), host.Notices);

    private sealed class NoisyTransport(ITransport inner, IDriverNotices notices) : ITransport, IProducerDriver
    {
        public WireFormat Wire => inner.Wire;

        public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) => new(this);

        public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
            inner.OpenConsumerAsync(request, cancellationToken);

        public ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
        {
            notices.Report(NoticeCode.Disconnected, 1, "nowhere");
            foreach (var record in batch.Span)
            {
                record.Fail(new InvalidOperationException("too large"), mayBeStored: false);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public FaultCode Classify(Exception exception) => exception is InvalidOperationException ? FaultCode.TooLarge : inner.Classify(exception);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

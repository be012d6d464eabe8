using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

/// <summary>A consumer that is told to stop.</summary>
public sealed class Leaving
{
    private static CancellationToken Soon => TestBus.Soon;

    [Fact]
    public async Task What_could_not_be_settled_is_settled_again_before_it_leaves()
    {
        FailingSettlements? failing = null;
        ITransport? inner = null;
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bus = new TestBus { Wrap = transport => failing = new FailingSettlements(inner = transport) };
        bus.Builder.Consumer("reader").Handle<Note>((_, _, _) =>
        {
            handled.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await handled.Task.WaitAsync(Soon);

        await bus.Runtime.StopAsync(Soon);
        Assert.Equal(3, failing!.Failed);
        var group = await ((IGroupAdministrator)inner!).DescribeGroupAsync("tests.reader", Soon);
        Assert.Equal(0, group!.Partitions.Sum(partition => partition.Lag));
    }

    [Fact]
    public async Task A_broker_that_settles_nothing_any_more_keeps_nobody_beyond_the_time_to_drain()
    {
        FailingSettlements? failing = null;
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bus = new TestBus { Wrap = transport => failing = new FailingSettlements(transport) { Failures = int.MaxValue } };
        bus.Builder.Consumer("reader").Handle<Note>((_, _, _) =>
        {
            handled.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();
        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);
        await handled.Task.WaitAsync(Soon);
        await bus.Runtime.StopAsync(Soon).WaitAsync(Soon);
        Assert.True(failing!.Failed > 0);
    }

    /// <summary>Its consumers fail the first settlements, as a connection that is cut does.</summary>
    private sealed class FailingSettlements(ITransport inner) : ITransport, ITopicAdministrator
    {
        private int _failed;

        public int Failures { get; init; } = 3;

        public int Failed => _failed;

        public WireFormat Wire => inner.Wire;

        private ITopicAdministrator Topics => (ITopicAdministrator)inner;

        public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
            inner.OpenProducerAsync(request, cancellationToken);

        public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
            new Consumer(await inner.OpenConsumerAsync(request, cancellationToken), this);

        public FaultCode Classify(Exception exception) => exception is ScriptedException scripted ? scripted.Code : inner.Classify(exception);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => Topics.CreateAsync(topic, cancellationToken);

        public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => Topics.DeleteAsync(topic, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Topics.ListAsync(cancellationToken);

        public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) => Topics.DescribeAsync(topic, cancellationToken);

        private sealed class Consumer(IConsumerDriver inner, FailingSettlements transport) : IConsumerDriver
        {
            public SettlementModel Settlement => inner.Settlement;

            public bool Ordered => inner.Ordered;

            public bool ReceiveBlocksThread => inner.ReceiveBlocksThread;

            public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

            public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
            {
                if (transport._failed >= transport.Failures)
                {
                    return inner.SettleAsync(settlements, cancellationToken);
                }

                transport._failed++;
                throw new ScriptedException(FaultCode.Transient);
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}

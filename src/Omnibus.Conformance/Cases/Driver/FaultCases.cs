using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Failures say what they mean.</summary>
internal static class FaultCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Faults")
        .Add("Sending to a topic that does not exist fails as not found, and stores nothing", SendsNowhereAsync)
        .Add("Reading a topic that does not exist fails as not found", ReadsNowhereAsync)
        .Add("A record that is too large is refused alone", HasLimit, RefusesTooLargeAsync)
        .Add("A store that cannot be reached is unavailable", UnreachableAsync)
        .Add("Every exception can be classified, and a strange one is unknown", ClassifiesAnythingAsync)
        .Cases;

    private static async Task SendsNowhereAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var missing = run.Harness.NewTopicName();
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var records = await sender.TrySendAsync(
            new Sample(topic) { Body = "before"u8.ToArray() }, new Sample(missing) { Body = "lost"u8.ToArray() }, new Sample(topic) { Body = "after"u8.ToArray() }).ConfigureAwait(false);
        Check.That(records[1].Failure is not null, "A record for a topic that does not exist was stored.");
        Check.Equal(FaultCode.NotFound, run.Transport.Classify(records[1].Failure!), $"The code of {records[1].Failure}");
        Check.That(!records[1].MayBeStored, "A record for a topic that does not exist is said to be stored, perhaps.");
        Check.That(records[0].Failure is null && records[2].Failure is null, "A record for a topic that exists failed with its neighbour.");
        if (run.Transport is ITopicAdministrator administrator)
        {
            Check.That(await administrator.DescribeAsync(missing, run.Stop).ConfigureAwait(false) is null, "Sending made a topic that nobody had made.");
        }
    }

    private static async Task ReadsNowhereAsync(ConformanceRun run)
    {
        var missing = run.Harness.NewTopicName();
        var failure = await FailureAsync(async () =>
        {
            // It may be found out at once, or only when the consumer looks.
            var reader = await run.ReadAsync(missing).ConfigureAwait(false);
            await reader.WaitUntilAsync(() => false, "A fault of a reader whose topic does not exist").ConfigureAwait(false);
        }).ConfigureAwait(false);
        Check.Equal(FaultCode.NotFound, run.Transport.Classify(failure), $"The code of {failure.GetType().Name}: {failure.Message}");
    }

    private static string? HasLimit(TransportInfo info) => info.MaxRecordBytes is null ? "the transport declares no limit" : null;

    private static async Task RefusesTooLargeAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var records = await sender.TrySendAsync(
            new Sample(topic) { Body = "before"u8.ToArray() },
            new Sample(topic) { Body = new byte[run.Info.MaxRecordBytes!.Value + 1] },
            new Sample(topic) { Body = "after"u8.ToArray() }).ConfigureAwait(false);
        Check.That(records[1].Failure is not null, "A record over the declared limit was stored.");
        Check.Equal(FaultCode.TooLarge, run.Transport.Classify(records[1].Failure!), $"The code of {records[1].Failure!.GetType().Name}: {records[1].Failure!.Message}");
        Check.That(!records[1].MayBeStored, "A record over the limit is said to be stored, perhaps.");
        Check.That(records[0].Failure is null && records[2].Failure is null, "A record of common size failed with its large neighbour.");
    }

    private static async Task UnreachableAsync(ConformanceRun run)
    {
        if (run.Harness.UnreachableSettings is not { } settings)
        {
            throw new NotAskedException("the harness has no settings of a store that cannot be reached");
        }

        var transport = run.Open(settings);
        var consuming = await FailureAsync(async () =>
        {
            var reader = await Reader.OpenAsync(run, transport, new ReadRequest { Topics = [run.Harness.NewTopicName()] }).ConfigureAwait(false);
            await reader.WaitUntilAsync(() => false, "A fault of a reader whose store cannot be reached").ConfigureAwait(false);
        }).ConfigureAwait(false);
        Check.Equal(FaultCode.Unavailable, transport.Classify(consuming), $"The code, when consuming, of {consuming.GetType().Name}: {consuming.Message}");

        var publishing = await FailureAsync(async () =>
        {
            var sender = await run.OpenSenderAsync(transport).ConfigureAwait(false);
            var records = await sender.TrySendAsync(new Sample(run.Harness.NewTopicName())).ConfigureAwait(false);
            throw records[0].Failure ?? new ConformanceException("A record was stored in a store that cannot be reached.");
        }).ConfigureAwait(false);
        Check.Equal(FaultCode.Unavailable, transport.Classify(publishing), $"The code, when publishing, of {publishing.GetType().Name}: {publishing.Message}");

        if (transport is IProbe probe)
        {
            var probing = await FailureAsync(() => run.WithinAsync(probe.ProbeAsync(run.Stop).AsTask(), "A probe of a store that cannot be reached")).ConfigureAwait(false);
            Check.Equal(FaultCode.Unavailable, transport.Classify(probing), $"The code, when probing, of {probing.GetType().Name}: {probing.Message}");
        }
    }

    private static Task ClassifiesAnythingAsync(ConformanceRun run)
    {
        var transport = run.Transport;
        Check.Equal(FaultCode.Unknown, transport.Classify(new StrangeException()), "The code of an exception that no client throws");
        Check.Equal(FaultCode.Closed, transport.Classify(new ObjectDisposedException("something")), "The code of an ObjectDisposedException");
        Check.Equal(FaultCode.InvalidArgument, transport.Classify(new GroupActiveException("group", ["member"])), "The code of a GroupActiveException");
        Check.Equal(FaultCode.Fenced, transport.Classify(new FencedException([new TopicPartition("topic", 0)])), "The code of a FencedException");
        foreach (var exception in (Exception[])[new AggregateException(), new InvalidOperationException("x", new StrangeException()), new TimeoutException(), new IOException("x")])
        {
            var code = transport.Classify(exception);
            Check.That(Enum.IsDefined(code) && code < FaultCode.NoRoute, $"{exception.GetType().Name} classifies as {code}, which is the core's own.");
        }

        return Task.CompletedTask;
    }

    private static async Task<Exception> FailureAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ConformanceException)
        {
            return exception;
        }

        throw new ConformanceException("A call succeeded that should have failed.");
    }

    private sealed class StrangeException : Exception;
}

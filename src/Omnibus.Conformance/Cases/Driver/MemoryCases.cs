using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Rented memory goes back.</summary>
internal static class MemoryCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Memory")
        .Add("Every piece of rented memory is given back once its deliveries are released and everything is closed", GivesBackAsync)
        .Cases;

    private static async Task GivesBackAsync(ConformanceRun run)
    {
        var before = RecordMemory.Rented;
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 100).ConfigureAwait(false);
        foreach (var way in ((Coordination[])[Coordination.Broker, Coordination.Leases, Coordination.Shared]).Where(way => run.Info.Coordination.HasFlag(way)))
        {
            var reader = await run.JoinAsync(topic, run.NewGroup(), way).ConfigureAwait(false);
            await reader.AcknowledgeAsync(await reader.TakeAsync(sent.Count / 2).ConfigureAwait(false)).ConfigureAwait(false);
            await reader.TakeAsync(sent.Count / 4).ConfigureAwait(false);
            using var cancel = new CancellationTokenSource();
            await cancel.CancelAsync().ConfigureAwait(false);
            try
            {
                await reader.ReceiveAsync(10, cancel.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Its choice: what matters is what it rented.
            }

            await reader.CrashAsync().ConfigureAwait(false);
        }

        // Deliveries that are held until after everything is closed, and then released.
        var watcher = await run.ReadAsync(topic).ConfigureAwait(false);
        var held = new[] { new Delivery(), new Delivery(), new Delivery() };
        var count = 0;
        for (var deadline = run.Deadline(); count == 0 && !deadline.Passed;)
        {
            count = await watcher.ReceiveIntoAsync(held).ConfigureAwait(false);
        }

        await run.CloseAllAsync().ConfigureAwait(false);
        foreach (var delivery in held.Take(count))
        {
            delivery.Release();
        }

        for (var deadline = run.Deadline(); RecordMemory.Rented > before; await Task.Yield())
        {
            Check.That(!deadline.Passed, $"{RecordMemory.Rented - before} pieces of memory were rented and not given back.");
        }
    }
}

using Campus.Events;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Snippets;

public static class Handlers
{
    public static void Register(HostApplicationBuilder builder)
    {
        builder.AddOmnibus()
            .Consumer("transcripts")
            .HandleBatch<AssignmentSubmitted, StoreSubmissions>(most: 500);
    }

    public static async Task TestAsync(StoreSubmissions handler, AssignmentSubmitted first, AssignmentSubmitted second)
    {
        var batch = new EventBatch<AssignmentSubmitted>([first, second]);
        await handler.HandleAsync(batch, CancellationToken.None);
        Console.WriteLine(batch.FailureOf(1)?.Message ?? "stored");
    }
}

public sealed class StoreSubmissions(ISubmissions submissions) : IEventBatchHandler<AssignmentSubmitted>
{
    public async ValueTask HandleAsync(EventBatch<AssignmentSubmitted> batch, CancellationToken cancellationToken)
    {
        var refused = await submissions.StoreAsync([.. batch], cancellationToken);
        foreach (var (index, reason) in refused)
        {
            batch.Fail(index, new InvalidOperationException(reason));
        }
    }
}

public interface ISubmissions
{
    /// <summary>Stores many with one command, and says which were refused and why.</summary>
    Task<IReadOnlyDictionary<int, string>> StoreAsync(IReadOnlyList<AssignmentSubmitted> submissions, CancellationToken cancellationToken);
}

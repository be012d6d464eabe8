using System.Collections.Concurrent;

namespace Omnibus.Publishing;

/// <summary>Operations that are not in use. Bounded, so that a burst does not stay in memory for ever.</summary>
internal static class PublishOperationPool
{
    private const int MostPooled = 4096;

    private static readonly ConcurrentQueue<PublishOperation> s_free = new();
    private static int s_count;

    public static PublishOperation Rent()
    {
        if (s_free.TryDequeue(out var operation))
        {
            Interlocked.Decrement(ref s_count);
            return operation;
        }

        return new PublishOperation();
    }

    public static void Return(PublishOperation operation)
    {
        if (Interlocked.Increment(ref s_count) <= MostPooled)
        {
            s_free.Enqueue(operation);
        }
        else
        {
            Interlocked.Decrement(ref s_count);
        }
    }
}

namespace Omnibus.Drivers;

/// <summary>
/// A record on its way to the broker. Made and owned by the core. The driver reads it and settles it exactly once, by
/// <see cref="Succeed"/> or <see cref="Fail"/>, from any thread; after that it must not touch the record or its memory again.
/// </summary>
public abstract class OutgoingRecord
{
    /// <summary>The topic's full name, with any prefix.</summary>
    public abstract string Topic { get; }

    /// <summary>The partition to write to; null: the driver chooses by <see cref="Key"/>, as other clients of its broker do.</summary>
    public abstract int? Partition { get; }

    /// <summary>The key's bytes; null where the record has no key.</summary>
    public abstract ReadOnlyMemory<byte>? Key { get; }

    /// <summary>The headers, in the order in which they are written.</summary>
    public abstract ReadOnlySpan<RecordHeader> Headers { get; }

    /// <summary>Where the body stands among the headers, on brokers that keep it as one field among them: this many headers come before it.</summary>
    public abstract int HeadersBeforeBody { get; }

    /// <summary>The body; null is a record without one (a tombstone).</summary>
    public abstract ReadOnlyMemory<byte>? Body { get; }

    /// <summary>The broker has the record.</summary>
    /// <param name="partition">The partition that it went to.</param>
    /// <param name="position">Its place there.</param>
    public abstract void Succeed(int partition, Position position);

    /// <summary>The record failed, or nobody knows. <see cref="ITransport.Classify"/> says what the core does next.</summary>
    /// <param name="exception">The client's own exception, not wrapped.</param>
    /// <param name="mayBeStored">Whether the broker may have the record all the same; false only where that is certain.</param>
    public abstract void Fail(Exception exception, bool mayBeStored);
}

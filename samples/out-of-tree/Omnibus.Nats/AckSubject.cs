using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Where a delivery is acknowledged; the server writes there what it knows of it:
/// <c>$JS.ACK.[domain.account.]stream.consumer.attempt.record.delivery.time.left[.token]</c>.
/// </summary>
/// <param name="Consumer">The consumer's name.</param>
/// <param name="Record">The record's number in its stream.</param>
/// <param name="Number">The delivery's number at its consumer; one is missing where a delivery was lost on the way.</param>
/// <param name="Nanoseconds">When the record was stored, since 1970.</param>
internal readonly record struct AckSubject(string Consumer, ulong Record, ulong Number, long Nanoseconds)
{
    private const int Parts = 9;

    public Position Position => new(0, Record);

    public long StoredAt => Nanoseconds / 1_000_000;

    public static AckSubject Parse(string subject)
    {
        var parts = subject.Split('.');

        // Newer servers put a domain and an account before the stream, and a token behind all.
        var first = parts.Length > Parts ? 2 : 0;
        return new AckSubject(parts[first + 3], Number64(parts[first + 5]), Number64(parts[first + 6]), long.Parse(parts[first + 7], CultureInfo.InvariantCulture));
    }

    private static ulong Number64(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Omnibus.Commands.Running;

/// <summary>
/// Publishes the lines of a text, a chunk at a time: a chunk is read and checked whole before any of it is sent. Order is kept.
/// </summary>
internal sealed class BulkPublisher(BusSession session, EventMaker maker, TextWriter error)
{
    private const int Chunk = 1000;

    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(2);

    /// <summary>Returns how many were stored.</summary>
    /// <exception cref="EventDataException">A line is not an event: everything before its chunk is stored, nothing of it and after it is sent.</exception>
    public async Task<long> PublishAsync(TextReader lines, CancellationToken cancellationToken)
    {
        var stored = 0L;
        var number = 0L;
        var events = new List<MadeEvent>(Chunk);
        var time = session.Transport.Time;
        var reported = time.GetTimestamp();
        try
        {
            while (await ReadLineAsync(lines, number, cancellationToken).ConfigureAwait(false) is { } line)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    events.Add(await maker.FromLineAsync(line, number, cancellationToken).ConfigureAwait(false));
                }

                if (events.Count == Chunk)
                {
                    stored += await SendAsync(events, cancellationToken).ConfigureAwait(false);
                    if (time.GetElapsedTime(reported) > s_progress)
                    {
                        reported = time.GetTimestamp();
                        await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{stored} events published…")).ConfigureAwait(false);
                    }
                }
            }

            return stored + await SendAsync(events, cancellationToken).ConfigureAwait(false);
        }
        catch (EventDataException exception)
        {
            var where = exception.Line is { } at ? string.Create(CultureInfo.InvariantCulture, $"line {at}: ") : "";
            throw ToolException.Input(string.Create(
                CultureInfo.InvariantCulture, $"{where}{exception.Message} {stored} events of earlier lines are stored; this line and everything after them is not."));
        }
    }

    private static async Task<string?> ReadLineAsync(TextReader lines, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException exception)
        {
            throw new EventDataException("", $"the text is not UTF-8: {exception.Message}") { Line = number + 1 };
        }
    }

    private async Task<int> SendAsync(List<MadeEvent> events, CancellationToken cancellationToken)
    {
        // Queued in order, then awaited together: the loop sends them as one batch.
        var sending = events.Select(made => session.Runtime.PublishRecordAsync(
            made.Metadata, session.Transport.Name, made.Topic, made.Body, cancellationToken, made.Schemas, made.TextKey).AsTask()).ToList();
        await Task.WhenAll(sending).ConfigureAwait(false);
        var count = events.Count;
        events.Clear();
        return count;
    }
}

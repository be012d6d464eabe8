using System.Buffers;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Commands.Running;

/// <summary>Prints deliveries in the text form, one a line, each flushed before it counts as printed. For a consumer with one lane.</summary>
internal sealed class LinePrinter(BusSession session, TextWriter output, long? most, ToolSchemas schemas)
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Completes when as many were printed as were asked for.</summary>
    public Task Full => _full.Task;

    /// <summary>Prints one; false where enough were printed, so that it is not taken.</summary>
    public async ValueTask<bool> PrintAsync(Delivery delivery, WireReader reader, EventContext context, CancellationToken cancellationToken)
    {
        if (_count == most)
        {
            return false;
        }

        _line.ResetWrittenCount();
        var definition = DefinitionOf(delivery, reader);
        var avro = await schemas.ForReadingAsync(delivery, reader, definition, cancellationToken).ConfigureAwait(false);
        EventText.Write(_line, delivery, reader, context.Topic, definition, avro);
        await output.WriteLineAsync(System.Text.Encoding.UTF8.GetString(_line.WrittenSpan).AsMemory(), CancellationToken.None).ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (Interlocked.Increment(ref _count) == most)
        {
            _full.TrySetResult();
        }

        return true;
    }

    private EventDefinition? DefinitionOf(Delivery delivery, WireReader reader) =>
        session.Registrations.Events.Count > 0 && reader.TryFindType(delivery, out var type)
            ? session.Registrations.Events.GetValueOrDefault(System.Text.Encoding.UTF8.GetString(type.Span))
            : null;
}

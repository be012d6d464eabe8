using Omnibus.Configuration;
using Omnibus.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Publishing;

/// <summary>One way out of <typeparamref name="TEvent"/>, with everything that does not change from event to event worked out.</summary>
internal sealed class Route<TEvent> : IRouteName
    where TEvent : class
{
    private readonly ProducerLoop _loop;
    private readonly string _fullTopic;
    private readonly Func<TEvent, string?>? _key;
    private readonly IEventCodec<TEvent> _codec;
    private readonly WireWriter _wire;

    public Route(
        RouteConfiguration route, BusConfiguration bus, EventDefinition<TEvent> definition, ProducerLoop loop, WireWriter wire, RecordSchemas schemas)
    {
        (Name, Transport, Topic) = (route.Name, route.Transport, route.Topic);
        _fullTopic = bus.FullName(route.Topic);
        EventType = definition.Type;
        _loop = loop;
        _wire = wire;
        Schemas = schemas;
        _codec = definition.PreferredCodec;
        _key = route.Key is null ? null : definition.KeyAt(route.Key);
    }

    public string Name { get; }

    public string Transport { get; }

    public string Topic { get; }

    public string EventType { get; }

    public ProducerLoop Loop => _loop;

    /// <summary>The schemas that every record here is marked with. Registered before the first one is written.</summary>
    public RecordSchemas Schemas { get; }

    /// <summary>Writes the event as a record, ready to be queued.</summary>
    /// <exception cref="OmnibusException">The event cannot be written. Nothing was queued.</exception>
    public PublishOperation Write(TEvent @event, in EventHead head, PublishOptions? options)
    {
        var record = PublishOperationPool.Rent();
        record.Begin(_loop, this, head, _fullTopic);
        try
        {
            // The data first: an event that cannot be written says so with its field's path, before a key is looked for in it.
            record.BeginBody();
            Schemas.WriteFrame(record);
            _codec.Encode(@event, record.Buffer);
            record.EndBody();
            var key = options?.Key ?? _key?.Invoke(@event);
            Schemas.WriteKey(record, key, textKey: options?.Key is not null);
            _wire.Write(head with { Key = key, DataSchema = Schemas.DataSchema }, record);
        }
        catch (EventDataException exception)
        {
            record.Abandon();
            throw Faults.CannotEncode(EventType, exception);
        }
        catch
        {
            record.Abandon();
            throw;
        }

        record.Seal();
        return record;
    }
}

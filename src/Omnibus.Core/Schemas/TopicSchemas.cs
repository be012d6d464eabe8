using System.Collections.Concurrent;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Schemas;

/// <summary>Registers schemas at the store of one transport, each once in the life of the process. Safe on any thread.</summary>
internal sealed class TopicSchemas(TransportRuntime transport)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SchemaRegistration, SchemaMark> _marks = new();

    /// <summary>The mark, where the schema is registered already.</summary>
    public bool TryGet(SchemaRegistration schema, out SchemaMark mark) => _marks.TryGetValue(schema, out mark);

    /// <summary>Registers a schema; waits for a store that is away for as long as <paramref name="patience"/> says.</summary>
    /// <exception cref="OmnibusException">The store refuses the schema, or was not there in time.</exception>
    public async ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (TryGet(schema, out var known))
        {
            return known;
        }

        var time = transport.Time;
        var started = time.GetTimestamp();
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            var left = patience - time.GetElapsedTime(started);
            try
            {
                var registering = ((ISchemaStore)transport.Transport).RegisterAsync(schema, cancellationToken).AsTask();
                var mark = await registering.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
                transport.Health.Publishing(null, null);
                return _marks[schema] = mark;
            }
#pragma warning disable CA1031 // whatever a driver throws is classified
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                var late = exception is TimeoutException && time.GetElapsedTime(started) >= patience;
                var code = late ? FaultCode.Unavailable : transport.Classify(exception);
                if (MayPass(code))
                {
                    transport.Health.Publishing(code, exception);
                }

                if (!MayPass(code) || time.GetElapsedTime(started) + wait >= patience)
                {
                    throw Faults.SchemaNotRegistered(schema, transport.Name, code, exception);
                }
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayPass(FaultCode code) =>
        code is FaultCode.Transient or FaultCode.Throttled or FaultCode.Unavailable or FaultCode.Unknown;
}

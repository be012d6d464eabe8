using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Wire.Tests;

/// <summary>One running service on a transport.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private Service(IHost host) => _host = host;

    public IEventBus Bus => _host.Services.GetRequiredService<IEventBus>();

    public BusRuntime Runtime => _host.Services.GetRequiredService<BusRuntime>();

    /// <summary>The transport's driver.</summary>
    public ITransport Transport => Runtime.Transports["main"].Transport;

    public static async Task<Service> StartAsync(
        IReadOnlyDictionary<string, string?> transport, Action<OmnibusBuilder>? register = null, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "wire", EnvironmentName = "Production" });
        var values = new Dictionary<string, string?> { ["Omnibus:Transport"] = "main" };
        foreach (var (name, value) in transport)
        {
            values[$"Omnibus:Transports:main:{name}"] = value;
        }

        foreach (var (name, value) in settings)
        {
            values[$"Omnibus:{name}"] = value;
        }

        builder.Configuration.AddInMemoryCollection(values);
        var bus = builder.AddOmnibus();
        register?.Invoke(bus);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new Service(host);
    }

    /// <summary>Takes what a channel gets, within a bound.</summary>
    public static async Task<T> NextAsync<T>(Channel<T> channel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        return await channel.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Reads records of a topic as they are, from its beginning.</summary>
    public async Task<IReadOnlyList<RawRecord>> ReadAsync(string topic, int count)
    {
        var records = Channel.CreateUnbounded<RawRecord>();
        var transport = Runtime.Transports["main"];
        await using var consumer = Runtime.RawConsumer(
            new ConsumerConfiguration("raw")
            {
                Topics = [topic],
                Transport = "main",
                Group = "",
                Start = StartPoint.Earliest,
                Concurrency = 1,
                Coordination = CoordinationChoice.For(Ordering.Partition, transport.Info.Coordination),
                OnFailure = FailureAction.Stop,
            },
            (delivery, reader, context, _) =>
            {
                records.Writer.TryWrite(RawRecord.Of(delivery, reader));
                return new(true);
            });
        consumer.Start();
        var found = new List<RawRecord>();
        while (found.Count < count)
        {
            found.Add(await NextAsync(records));
        }

        await consumer.StopAsync(TestContext.Current.CancellationToken);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

/// <summary>A record as a broker keeps it.</summary>
internal sealed record RawRecord(byte[]? Key, byte[]? Body, IReadOnlyList<(string Name, byte[] Value)> Headers, EventMetadata? Metadata)
{
    /// <summary>A snapshot. Without metadata where an attribute cannot be read.</summary>
    public static RawRecord Of(Delivery delivery, WireReader reader)
    {
        var headers = new List<(string, byte[])>();
        foreach (var header in delivery.Headers)
        {
            headers.Add((header.Name, header.Value.ToArray()));
        }

        EventMetadata? metadata = null;
        try
        {
            metadata = reader.ReadMetadata(delivery);
        }
        catch (EventDataException)
        {
            // A dead letter may be one because of it.
        }

        return new RawRecord(delivery.Key?.ToArray(), delivery.Body?.ToArray(), headers, metadata);
    }

    public string? Text(string header) => Headers.Where(one => one.Name == header).Select(one => System.Text.Encoding.UTF8.GetString(one.Value)).FirstOrDefault();
}

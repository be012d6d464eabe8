using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Omnibus;
using Omnibus.Processes;

// Arguments: configuration as Name=Value, names below Omnibus. Prints "ready", then a line for each tick when it is handled: key, number, partition, offset,
// monotonic time, milliseconds of the wall clock, the span that published it, a dot. Ends when its input does. With "Slow=N" beside the configuration every
// Nth tick takes a while.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "worker" });
builder.Configuration.AddInMemoryCollection(args.Where(argument => !argument.StartsWith("Slow=", StringComparison.Ordinal)).Select(argument => argument.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>($"Omnibus:{pair[0]}", pair[1])));
var slow = int.Parse(args.FirstOrDefault(argument => argument.StartsWith("Slow=", StringComparison.Ordinal))?[5..] ?? "0", CultureInfo.InvariantCulture);
var gate = new Lock();
using var listener = new ActivityListener
{
    ShouldListenTo = source => source.Name == OmnibusTelemetry.SourceName,
    Sample = static (ref _) => ActivitySamplingResult.AllData,
};
ActivitySource.AddActivityListener(listener);
builder.AddOmnibus().Consumer("ticker").Handle<Tick>(async (tick, context, stop) =>
{
    if (slow > 0 && tick.Number % slow == 0)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, stop);
    }

    lock (gate)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tick.Key} {tick.Number} {context.Partition} {context.Position.Low} {Stopwatch.GetTimestamp()} {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()} {Activity.Current?.ParentId} ."));
        Console.Out.Flush();
    }
});
using var host = builder.Build();
await host.StartAsync();
Console.Out.WriteLine("ready");
Console.Out.Flush();
while (await Console.In.ReadLineAsync() is not null)
{
}

await host.StopAsync();

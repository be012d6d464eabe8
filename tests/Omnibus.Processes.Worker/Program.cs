using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Omnibus.Processes;

// Arguments: configuration as Name=Value, names below Omnibus. Prints "ready", then "key number" for each tick once it is handled; ends when its input does.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "worker" });
builder.Configuration.AddInMemoryCollection(args.Select(argument => argument.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>($"Omnibus:{pair[0]}", pair[1])));
var gate = new Lock();
builder.AddOmnibus().Consumer("ticker").Handle<Tick>((tick, context, _) =>
{
    lock (gate)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tick.Key} {tick.Number} {context.Partition} {Stopwatch.GetTimestamp()}"));
        Console.Out.Flush();
    }

    return ValueTask.CompletedTask;
});
using var host = builder.Build();
await host.StartAsync();
Console.Out.WriteLine("ready");
Console.Out.Flush();
while (await Console.In.ReadLineAsync() is not null)
{
}

await host.StopAsync();

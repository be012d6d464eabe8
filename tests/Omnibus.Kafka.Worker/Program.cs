using System.Globalization;
using Omnibus.Kafka.Worker;

switch (args)
{
    case ["join", var servers, var topic, var group, var every]:
        await Join.RunAsync(servers, topic, group, Number(every));
        return 0;
    default:
        await Console.Error.WriteLineAsync("See the README beside the project.");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

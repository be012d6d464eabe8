using System.Globalization;
using Omnibus.Sqlite.Worker;

switch (args)
{
    case ["publish", var path, var batch, var records, var durability, var partitions]:
        await Measure.PublishAsync(path, Number(batch), Number(records), durability, Number(partitions));
        return 0;
    case ["consume", var path, var buffer, var touch]:
        await Measure.ConsumeAsync(path, Number(buffer), bool.Parse(touch));
        return 0;
    case ["latency", var path, var rounds, var pause, var doorbell]:
        await Measure.LatencyAsync(path, Number(rounds), Number(pause), doorbell);
        return 0;
    case ["arrivals", var path, var doorbell]:
        await Measure.ArrivalsAsync(path, doorbell);
        return 0;
    case ["append", var path, var topic, var name, var batch, var durability, var batches]:
        await Append.RunAsync(path, topic, name, Number(batch), durability, Number(batches));
        return 0;
    case ["as-user", var path, var user]:
        await Append.AsUserAsync(path, (uint)Number(user));
        return 0;
    default:
        await Console.Error.WriteLineAsync("See the README beside the project.");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

namespace Omnibus.Kafka.Worker;

/// <summary>Runs two ways of doing one thing in turn and compares them pair by pair.</summary>
internal static class Pairs
{
    public static async Task CompareAsync(int records, int pairs, Func<Task<TimeSpan>> plain, Func<Task<TimeSpan>> driver)
    {
        var results = new List<(Cost Plain, Cost Driver)>();
        await plain();
        await driver();
        for (var pair = 0; pair < pairs; pair++)
        {
            // Whoever goes second finds the machine as the first one left it.
            var first = pair % 2 == 0 ? await MeasureAsync(plain) : await MeasureAsync(driver);
            var second = pair % 2 == 0 ? await MeasureAsync(driver) : await MeasureAsync(plain);
            results.Add(pair % 2 == 0 ? (first, second) : (second, first));
        }

        Print("plain", results.Select(result => result.Plain), records);
        Print("driver", results.Select(result => result.Driver), records);
        var ratios = results.Select(result => result.Plain.Time / result.Driver.Time).Order().ToList();
        Console.WriteLine($"driver/plain: {At(ratios, 2):0.00} (quartiles {At(ratios, 1):0.00}, {At(ratios, 3):0.00}), {pairs} pairs");
    }

    private static async Task<Cost> MeasureAsync(Func<Task<TimeSpan>> run)
    {
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(true);
        var processor = Environment.CpuUsage.TotalTime;
        var time = await run();
        return new Cost(time, Environment.CpuUsage.TotalTime - processor, GC.GetTotalAllocatedBytes(true) - bytes);
    }

    private static void Print(string name, IEnumerable<Cost> costs, int records)
    {
        var all = costs.ToList();
        var rates = all.Select(cost => records / cost.Time.TotalSeconds / 1000).Order().ToList();
        var processor = all.Select(cost => cost.Processor.TotalMicroseconds / records).Order().ToList();
        var bytes = all.Select(cost => (double)cost.Bytes / records).Order().ToList();
        Console.WriteLine($"{name}: {At(rates, 2):0}k/s ({rates[0]:0}..{rates[^1]:0}), {At(processor, 2):0.00} us CPU, {At(bytes, 2):0} B a record");
    }

    private static double At(List<double> ordered, int quarter) => ordered[Math.Min(ordered.Count - 1, ordered.Count * quarter / 4)];

    private readonly record struct Cost(TimeSpan Time, TimeSpan Processor, long Bytes);
}

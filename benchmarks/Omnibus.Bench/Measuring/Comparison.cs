namespace Omnibus.Bench.Measuring;

/// <summary>Interleaved pairs of a raw side and ours. Ratios are made within a pair, so that what disturbs the machine disturbs both sides.</summary>
internal sealed record Comparison(string Name, IReadOnlyList<Sample> Raw, IReadOnlyList<Sample> Ours)
{
    /// <summary>Throughput of ours against raw: first quartile, median, third quartile.</summary>
    public (double First, double Median, double Third) Ratio => Quartiles(Raw.Zip(Ours, (raw, ours) => raw.Nanoseconds / ours.Nanoseconds));

    public static async Task<Comparison> TakeAsync(string name, int pairs, int events, Func<Task<Func<Task>>> raw, Func<Task<Func<Task>>> ours)
    {
        var rawSamples = new List<Sample>();
        var ourSamples = new List<Sample>();

        // The first pair warms caches and compiled code, and does not count.
        for (var pair = -1; pair < pairs; pair++)
        {
            // Whoever goes first changes from pair to pair.
            var oursFirst = pair % 2 == 0;
            var first = await Sample.TakeAsync(events, await (oursFirst ? ours : raw)());
            var second = await Sample.TakeAsync(events, await (oursFirst ? raw : ours)());
            if (pair >= 0)
            {
                rawSamples.Add(oursFirst ? second : first);
                ourSamples.Add(oursFirst ? first : second);
            }

            await Console.Error.WriteAsync('.');
        }

        await Console.Error.WriteLineAsync($" {name}");
        return new Comparison(name, rawSamples, ourSamples);
    }

    public static double Median(IEnumerable<double> values) => Quartiles(values).Median;

    public static (double First, double Median, double Third) Quartiles(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    public static double At(double[] sorted, double part) => sorted[(int)Math.Round((sorted.Length - 1) * part)];
}

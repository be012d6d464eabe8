using System.Globalization;
using System.Text.Json;
using Omnibus.Bench.Measuring;
using Omnibus.OpenEdx;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// The generated codecs of the Open edX events against the generic writer and reader of Apache.Avro, over every event with known bytes: those of the wire data
/// beside the checkout, else those that the tests carry. Each of both sides reuses its buffers.
/// </summary>
internal sealed class OpenEdxScenario(int pairs, int rounds)
{
    private const int LargeBytes = 10_000;

    private readonly List<CodecCase> _cases = Load();

    public async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var lines = new List<string>
        {
            "| | Apache.Avro generic, events/s | generated, events/s | ratio (quartiles) | bytes/event generic / generated |",
            "|---|---|---|---|---|",
        };
        var small = _cases.Where(one => one.Length <= LargeBytes).ToList();
        lines.Add(await RowAsync($"encode, {small.Count} events", small, rounds, static one => one.WriteGeneric(), static one => one.WriteGenerated()));
        lines.Add(await RowAsync($"decode, {small.Count} events", small, rounds, static one => one.ReadGeneric(), static one => one.ReadGenerated()));
        foreach (var large in _cases.Except(small))
        {
            var times = Math.Max(1, rounds / 10);
            lines.Add(await RowAsync($"encode, one event of {large.Length:#,0} bytes", [large], times, static one => one.WriteGeneric(), static one => one.WriteGenerated()));
            lines.Add(await RowAsync($"decode, one event of {large.Length:#,0} bytes", [large], times, static one => one.ReadGeneric(), static one => one.ReadGenerated()));
        }

        return lines;
    }

    private async Task<string> RowAsync(string name, List<CodecCase> cases, int times, Action<CodecCase> generic, Action<CodecCase> generated)
    {
        var compared = await Comparison.TakeAsync(name, pairs, times * cases.Count, () => Prepare(generic), () => Prepare(generated));
        var (first, median, third) = compared.Ratio;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Rate(compared.Raw):#,0} | {Rate(compared.Ours):#,0} | **{median:0.00}** ({first:0.00}–{third:0.00}) | {Bytes(compared.Raw):0} / {Bytes(compared.Ours):0} |");

        Task<Func<Task>> Prepare(Action<CodecCase> run) => Task.FromResult<Func<Task>>(() =>
        {
            for (var round = 0; round < times; round++)
            {
                foreach (var one in cases)
                {
                    run(one);
                }
            }

            return Task.CompletedTask;
        });
    }

    private static double Rate(IReadOnlyList<Sample> samples) => 1e9 / Comparison.Median(samples.Select(sample => sample.Nanoseconds));

    private static double Bytes(IReadOnlyList<Sample> samples) => Comparison.Median(samples.Select(sample => sample.Bytes));

    private static List<CodecCase> Load()
    {
        var definitions = new OpenEdxEventCatalogue().Events.ToDictionary(definition => definition.Type);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Omnibus.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The benchmark runs in a checkout.");
        }

        var vectors = Path.Combine(root.Parent!.FullName, "shared", "openedx", "vectors");
        var cases = Directory.Exists(vectors)
            ? Directory.GetFiles(vectors, "*.json").Order(StringComparer.Ordinal).Select(file => Read(File.ReadAllBytes(file), "event_type", "avro_hex"))
            : File.ReadLines(Path.Combine(root.FullName, "tests", "Omnibus.OpenEdx.Tests", "approved", "vectors.jsonl"))
                .Select(line => Read(System.Text.Encoding.UTF8.GetBytes(line), "type", "avro"));
        return [.. cases];

        CodecCase Read(byte[] json, string type, string avro)
        {
            using var document = JsonDocument.Parse(json);
            return CodecCase.Of(
                definitions[document.RootElement.GetProperty(type).GetString()!], Convert.FromHexString(document.RootElement.GetProperty(avro).GetString()!));
        }
    }
}

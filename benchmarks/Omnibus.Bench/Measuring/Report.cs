using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Omnibus.Bench.Measuring;

/// <summary>Writes what was measured as a page of the documentation.</summary>
internal sealed class Report(string command, int pairs)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _table = new();

    public void Add(Comparison comparison)
    {
        var (first, median, third) = comparison.Ratio;
        _table.AppendLine(CultureInfo.InvariantCulture, $"| {comparison.Name} | {PerSecond(comparison.Raw)} | {PerSecond(comparison.Ours)} | **{median:0.00}** ({first:0.00}–{third:0.00}) | {Cpu(comparison.Raw)} / {Cpu(comparison.Ours)} | {Bytes(comparison.Raw)} / {Bytes(comparison.Ours)} |");
    }

    public void Add(string heading, IEnumerable<string> lines)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"## {heading}").AppendLine();
        foreach (var line in lines)
        {
            _text.AppendLine(line);
        }

        _text.AppendLine();
    }

    public override string ToString()
    {
        var page = new StringBuilder()
            .AppendLine("# Measured")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{command}` on {DateTime.UtcNow:yyyy-MM-dd}: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}.")
            .AppendLine()
            .AppendLine("Trust the ratios, not the rates: every ratio is the median of interleaved pairs of one run, with its quartiles; rates of different rows were not")
            .AppendLine("taken together. CPU and bytes are those of the whole process, both threads and garbage collection included.")
            .AppendLine();
        if (_table.Length > 0)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"## Omnibus against a loop on the raw client ({pairs} pairs)")
                .AppendLine()
                .AppendLine("| | raw, events/s | Omnibus, events/s | ratio (quartiles) | CPU µs/event raw / ours | bytes/event raw / ours |")
                .AppendLine("|---|---|---|---|---|---|")
                .Append(_table)
                .AppendLine();
        }

        return page.Append(_text).ToString().TrimEnd() + Environment.NewLine;
    }

    private static string PerSecond(IReadOnlyList<Sample> samples) =>
        (1e9 / Comparison.Median(samples.Select(sample => sample.Nanoseconds))).ToString("#,0", CultureInfo.InvariantCulture);

    private static string Cpu(IReadOnlyList<Sample> samples) =>
        Comparison.Median(samples.Select(sample => sample.CpuMicroseconds)).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Bytes(IReadOnlyList<Sample> samples) =>
        Comparison.Median(samples.Select(sample => sample.Bytes)).ToString("0", CultureInfo.InvariantCulture);
}

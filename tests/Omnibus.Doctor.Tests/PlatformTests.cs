using System.Globalization;
using System.Text;
using Omnibus.Commands.Doctor;
using Omnibus.Doctor.Tests.Harness;
using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Sqlite;

namespace Omnibus.Doctor.Tests;

/// <summary>docs/platforms.md is made of what the doctor finds in this build.</summary>
public sealed class PlatformTests
{
    private const string Head = """
        # Platforms, licences and sizes

        Where each transport in tree runs and what it brings along. A transport without native libraries runs wherever .NET 10 does. ✓: the native libraries are in its
        packages. –: they are not; the transport cannot be used there, and costs nothing until it is chosen. Only what Linux on x64 needs is run by the tests of this repository; the other
        columns say what the packages have. `omnibus doctor` says the same about an application, and `--rid` about any other platform.

        This page is written by `OMNIBUS_APPROVE=1` with the tests of `Omnibus.Doctor.Tests`, and held against the packages by them.

        """;

    /// <summary>Native AOT: proved by tests/Omnibus.Aot, or as far as the client allows.</summary>
    private static readonly Dictionary<string, string> s_ahead = new(StringComparer.Ordinal)
    {
        ["memory"] = "proved by its conformance",
        ["sqlite"] = "proved by its conformance",
        ["redis"] = "not tried",
        ["kafka"] = "no: its client finds its functions by reflection",
    };

    private static readonly ITransportFactory[] s_factories = [new MemoryFactory(), new SqliteFactory(), new RedisFactory(), new KafkaFactory()];

    [Fact]
    public void The_page_of_platforms_is_what_the_packages_have()
    {
        var path = Path.Combine(Repository.Root, "docs", "platforms.md");
        var text = Page();
        if (Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Page()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        page.Append("\n## Platforms\n\n| transport | ").AppendJoin(" | ", NativePlatforms.Usual).Append(" | native AOT |\n|---|").Append(string.Concat(NativePlatforms.Usual.Select(_ => ":-:|"))).Append("---|\n");
        foreach (var factory in s_factories)
        {
            var platforms = DriverParts.Of(factory, NativePlatforms.Usual).Platforms;
            page.Append("| `").Append(factory.Info.Name).Append("` |");
            foreach (var rid in NativePlatforms.Usual)
            {
                page.Append(platforms.Count == 0 || platforms.Single(platform => platform.Rid == rid).Served ? " ✓ |" : " – |");
            }

            page.Append(' ').Append(s_ahead[factory.Info.Name]).Append(" |\n");
        }

        page.Append("\n## Packages and licences\n\nThe licence is the one that the package names itself; `Omnibus` is under Apache-2.0.\n\n| transport | package | version | licence |\n|---|---|---|---|\n");
        foreach (var factory in s_factories)
        {
            foreach (var package in DriverParts.Of(factory, []).Dependencies!)
            {
                page.Append("| `").Append(factory.Info.Name).Append("` | ").Append(package.Package).Append(" | ").Append(package.Version).Append(" | ").Append(package.Licence).Append(" |\n");
            }
        }

        page.Append("\n## Sizes\n\nOf these packages, without `Omnibus` itself; what whole applications weigh is in [packages](packages.md).\n\n| transport | assemblies | native, linux-x64 | native, every platform |\n|---|--:|--:|--:|\n");
        foreach (var factory in s_factories)
        {
            var packages = Installation.OfThisApplication().PackagesOf(factory.GetType().Assembly.GetName().Name!)!;
            var natives = packages.SelectMany(Installation.NativesOf).ToList();
            page.Append("| `").Append(factory.Info.Name).Append("` | ")
                .Append(Megabytes(packages.SelectMany(package => package.RuntimeAssemblyGroups).SelectMany(group => group.AssetPaths).Select(path => Path.GetFileName(path)))).Append(" | ")
                .Append(Megabytes(natives.Where(native => native.Rid == "linux-x64").Select(native => native.Path))).Append(" | ")
                .Append(Megabytes(natives.Select(native => native.Path))).Append(" |\n");
        }

        return page.ToString();
    }

    private static string Megabytes(IEnumerable<string> files) => string.Create(
        CultureInfo.InvariantCulture, $"{files.Sum(file => new FileInfo(Path.Combine(AppContext.BaseDirectory, file)).Length) / 1e6:0.0} MB");
}

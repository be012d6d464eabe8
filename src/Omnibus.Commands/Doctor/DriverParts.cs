using System.Reflection;
using System.Runtime.InteropServices;
using Omnibus.Drivers;

namespace Omnibus.Commands.Doctor;

/// <summary>Finds what a driver consists of here.</summary>
internal static class DriverParts
{
    /// <summary>Where a driver comes from that is in no folder of its own: with the bus, or from the application.</summary>
    public static string OriginOf(ITransportFactory factory) =>
        typeof(Microsoft.Extensions.Hosting.OmnibusHostApplicationBuilderExtensions).Assembly.GetReferencedAssemblies()
            .Any(known => known.Name == factory.GetType().Assembly.GetName().Name)
            ? "in tree"
            : "the application";

    public static string VersionOf(ITransportFactory factory)
    {
        var assembly = factory.GetType().Assembly;
        var text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "";
        return text.Split('+')[0];
    }

    /// <summary>Everything that is known without connecting.</summary>
    /// <param name="factory">The driver.</param>
    /// <param name="rids">The platforms to look at.</param>
    public static DriverReport Of(ITransportFactory factory, IReadOnlyList<string> rids)
    {
        var name = factory.GetType().Assembly.GetName().Name!;
        var whyNotHere = factory.WhyNotHere();
        var report = new DriverReport(OriginOf(factory), name, VersionOf(factory)) { Platforms = WithHere([], whyNotHere) };
        var installation = Installation.OfThisApplication();
        if (installation.PackagesOf(name) is not { } packages)
        {
            return report;
        }

        var natives = packages.Select(package => (package.Name, Files: Installation.NativesOf(package))).Where(package => package.Files.Count > 0)
            .ToDictionary(package => package.Name, package => package.Files, StringComparer.Ordinal);
        var conflicts = Conflict.Of(
            installation.Files, packages.SelectMany(package => package.RuntimeAssemblyGroups.SelectMany(group => group.AssetPaths)).Select(Path.GetFileNameWithoutExtension).OfType<string>().Prepend(name));
        return report with
        {
            Dependencies = [.. packages.Select(package => new DependencyRow(package.Name, package.Version, Licences.Of(package.Name, package.Version)))],
            Conflicts = [.. conflicts.Where(conflict => !conflict.Refused).Select(conflict => conflict.Said)],
            Refused = [.. conflicts.Where(conflict => conflict.Refused).Select(conflict => conflict.Said)],
            Platforms = natives.Count == 0 ? report.Platforms : WithHere(
                rids.Select(rid => (Rid: rid, WhyNot: NativePlatforms.WhyNot(rid, natives, installation.PublishedFor)))
                    .Select(platform => new PlatformRow(platform.Rid, platform.WhyNot is null, platform.WhyNot)),
                whyNotHere),
        };
    }

    /// <summary>What the driver itself says of this machine goes before what its files let expect: one that has no file at all is no driver without needs.</summary>
    private static IReadOnlyList<PlatformRow> WithHere(IEnumerable<PlatformRow> platforms, string? whyNotHere) => whyNotHere is null
        ? [.. platforms]
        : [.. platforms.Where(platform => platform.Rid != RuntimeInformation.RuntimeIdentifier), new PlatformRow(RuntimeInformation.RuntimeIdentifier, Served: false, whyNotHere.TrimEnd('.'))];
}

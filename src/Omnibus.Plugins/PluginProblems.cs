using Omnibus.Drivers;

namespace Omnibus.Plugins;

/// <summary>Everything that can be wrong with the folder of a transport, in words. Each says what is wrong, where, and what to do.</summary>
internal static class PluginProblems
{
    public static PluginProblem NoFolder(string folder, string root, bool isFile) => new(
        "OMN1201",
        isFile
            ? $"{folder} is a file. Name the folder that it stands in."
            : $"there is no folder {folder}. Copy the published transport there, or correct the path; a relative one begins at {root}.");

    public static PluginProblem Unreadable(string folder, string problem) => new(
        "OMN1201", $"{folder} cannot be read: {problem.TrimEnd('.')}. Let the user of this process read all of it, or correct the path.");

    public static PluginProblem NoTransport(string folder, int assemblies) => new(
        "OMN1202",
        $"no assembly of {folder} says that it is a transport ({assemblies} were looked at). Name the folder that 'dotnet publish' of a transport made; its author writes "
        + "[assembly: Transport(\"name\", typeof(Factory), ContractVersion = 1)].");

    public static PluginProblem Several(string folder, IEnumerable<string> files) => new(
        "OMN1203", $"{folder} has several transports: {string.Join(", ", files)}. Give each a folder of its own.");

    public static PluginProblem OtherContract(string name, int? version) => new(
        "OMN1204",
        version is { } number
            ? $"'{name}' was written for version {number} of the contract of transports, and this Omnibus speaks version {TransportAttribute.CurrentVersion}. "
                + (number > TransportAttribute.CurrentVersion ? "Update Omnibus, or use an older build of the transport." : "Use a newer build of the transport.")
            : $"'{name}' does not say which version of the contract of transports it was written for. Use a build that does: [assembly: Transport(…, ContractVersion = {TransportAttribute.CurrentVersion})].");

    public static PluginProblem NewerDrivers(string name, Version asked, Version here) => new(
        "OMN1204", $"'{name}' was built with Omnibus.Drivers {asked}, and this application has {here}. Update Omnibus, or use a build of the transport for {here}.");

    public static PluginProblem MissingAssemblies(string folder, IEnumerable<MissingAssembly> missing) => new(
        "OMN1205",
        $"{folder} lacks {string.Join("; ", missing.Select(Text))}. Publish the transport with 'dotnet publish' and copy all of it; its dependencies are its own and are never taken from the application.");

    public static PluginProblem MissingLibrary(PluginDescription plugin, string runtime, string problem)
    {
        var platforms = plugin.NativeLibraries.Select(library => library.Runtime ?? "one platform").Distinct().Order(StringComparer.Ordinal).ToList();
        return new(
            "OMN1206",
            $"'{plugin.Name}' cannot be used here ({runtime}): {problem.TrimEnd('.')}. {plugin.Folder} has "
            + (platforms.Count == 0 ? "no native libraries" : $"native libraries for {string.Join(", ", platforms)}")
            + ". Publish the transport for this platform, or install what it needs from the system.");
    }

    /// <summary>The problem for the sentence above, as the loader of .NET passes it on.</summary>
    public static string MissingLibrary(string library) =>
        $"the native library '{library}' is neither in the transport's folder nor in the system, and is never taken from the application";

    public static PluginProblem TwoFolders(string name, string folder, string other) => new(
        "OMN1207", $"{folder} and {other} both have the transport '{name}'. Use one of them in all entries.");

    public static PluginProblem Taken(string name, string folder) => new(
        "OMN1208",
        $"{folder} has the transport '{name}', which the application has already. Remove Plugin to use that one, or build the application without it.");

    public static PluginProblem OpenToOthers(string folder, string what) => new(
        "OMN1209",
        $"{what} may be changed by every user of this machine, and what is in {folder} runs with the rights of this process. "
        + (OperatingSystem.IsWindows() ? "Take away the right to write from all but administrators and the owner." : "Take it away: chmod -R o-w."));

    public static PluginProblem Unloadable(string folder, string problem) => new(
        "OMN1210", $"the transport in {folder} does not load: {problem.TrimEnd('.')}. Use a build for this version of .NET and this processor, or ask its author.");

    private static string Text(MissingAssembly missing) =>
        $"{missing.Name}{(missing.Version is { } version ? $" {version}" : "")}, which {missing.NeededBy} needs"
        + (HostAssemblies.VersionOf(missing.Name) is { } here ? $" (the application's own {here} is deliberately not used)" : "");
}

/// <summary>An assembly that a transport needs and does not bring.</summary>
internal sealed record MissingAssembly(string Name, Version? Version, string NeededBy);

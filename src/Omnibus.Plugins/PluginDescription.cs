namespace Omnibus.Plugins;

/// <summary>What stands in the folder of a transport, read without running any of it.</summary>
/// <param name="Folder">The folder, as a full path.</param>
public sealed record PluginDescription(string Folder)
{
    /// <summary>The driver's name; null where the folder has no transport, or several.</summary>
    public string? Name { get; init; }

    /// <summary>The file of the transport's assembly, as a full path.</summary>
    public string? File { get; init; }

    /// <summary>The version of the contract that it was written for.</summary>
    public int? ContractVersion { get; init; }

    /// <summary>The version of its assembly.</summary>
    public Version? AssemblyVersion { get; init; }

    /// <summary>The version that its author gave it, which may have a commit behind it.</summary>
    public string? Version { get; init; }

    /// <summary>Every .NET assembly of the folder, the transport's own among them, by name.</summary>
    public IReadOnlyList<PluginAssembly> Assemblies { get; init; } = [];

    /// <summary>Every native library of the folder.</summary>
    public IReadOnlyList<PluginNativeLibrary> NativeLibraries { get; init; } = [];

    /// <summary>The packages that it was built with, where the folder says.</summary>
    public IReadOnlyList<PluginPackage> Packages { get; init; } = [];

    /// <summary>What speaks against loading it; empty: nothing that can be seen from outside.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; init; } = [];
}

/// <summary>One .NET assembly of a transport's folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="File">Its file, from the folder on, with forward slashes.</param>
public sealed record PluginAssembly(string Name, Version Version, string File);

/// <summary>One native library of a transport's folder.</summary>
/// <param name="File">Its file, from the folder on, with forward slashes.</param>
/// <param name="Runtime">The platform that it is for, for example <c>linux-musl-x64</c>; null: the only one that the folder is for.</param>
public sealed record PluginNativeLibrary(string File, string? Runtime)
{
    /// <summary>Whether a process of this platform, for example <c>linux-x64</c>, may load it.</summary>
    public bool IsFor(string runtime) => Runtime is null || Reading.RuntimeChain.Of(runtime).Contains(Runtime, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A package that a transport was built with.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
public sealed record PluginPackage(string Name, string Version);

/// <summary>Why a transport cannot be loaded.</summary>
/// <param name="Id">The id of the error, which is also that of its page in the documentation.</param>
/// <param name="Text">What is wrong, and what to do.</param>
public sealed record PluginProblem(string Id, string Text)
{
    /// <summary>The text, and the id in parentheses.</summary>
    public override string ToString() => $"{Text} ({Id})";
}

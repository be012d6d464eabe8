namespace Omnibus.Drivers;

/// <summary>A setting is missing or cannot be understood.</summary>
/// <param name="path">The full configuration path, for example <c>Omnibus:Transports:main:Url</c>.</param>
/// <param name="problem">What is wrong and what to do, without the path and without the value of a secret.</param>
public sealed class SettingException(string path, string problem) : Exception($"{path}: {problem}")
{
    /// <summary>The full configuration path.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong and what to do.</summary>
    public string Problem { get; } = problem;
}

namespace Omnibus.Drivers;

/// <summary>One setting, described once: documentation, validation and help come from here.</summary>
/// <param name="Name">Its name below the transport, for example <c>Url</c> or <c>SchemaRegistry:Url</c>.</param>
/// <param name="Kind">What its text must be.</param>
/// <param name="Description">One sentence: what it does.</param>
public sealed record SettingInfo(string Name, SettingKind Kind, string Description)
{
    /// <summary>What holds where it is not set, as text; null: nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The values that are allowed, with <see cref="SettingKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The transport cannot work without it.</summary>
    public bool Required { get; init; }

    /// <summary>Its value never reaches a log, an error or a screen.</summary>
    public bool Secret { get; init; }
}

/// <summary>What the text of a setting must be.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A time span, <c>[d.]hh:mm:ss[.fff]</c>.</summary>
    Duration,

    /// <summary>A number of bytes, with or without <c>KB</c>, <c>MB</c> or <c>GB</c> (powers of 1024).</summary>
    Bytes,

    /// <summary>One of <see cref="SettingInfo.Choices"/>.</summary>
    Choice,

    /// <summary>A path in the file system.</summary>
    Path,

    /// <summary>A section of which the names belong to the client, not to us.</summary>
    Section,
}

// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>A notification to people of a course.</summary>
public sealed record CourseNotificationData
{
    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The application that notifies.</summary>
    public required string AppName { get; init; }

    /// <summary>The kind of notification.</summary>
    public required string NotificationType { get; init; }

    /// <summary>Where the notification leads.</summary>
    public required string ContentUrl { get; init; }

    /// <summary>What the notification's text is filled with.</summary>
    public IReadOnlyDictionary<string, string> ContentContext { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Who is notified: for each filter the values that it lets pass.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> AudienceFilters { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;
}

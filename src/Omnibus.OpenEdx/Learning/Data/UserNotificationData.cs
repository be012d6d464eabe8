// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>A notification to certain users.</summary>
public sealed record UserNotificationData
{
    /// <summary>The users.</summary>
    public required IReadOnlyList<long> UserIds { get; init; }

    /// <summary>The kind of notification.</summary>
    public required string NotificationType { get; init; }

    /// <summary>Where the notification leads.</summary>
    public required string ContentUrl { get; init; }

    /// <summary>The application that notifies.</summary>
    public required string AppName { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>What belongs to it, by name.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

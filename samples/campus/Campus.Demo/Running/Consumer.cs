using Campus.Events;
using Omnibus;

namespace Campus.Demo.Running;

/// <summary>A service that consumes: the name of its consumer, and the events that its handlers take.</summary>
internal sealed record Consumer(string Service, string Name, IReadOnlyList<EventDefinition> Events)
{
    /// <summary>The services of the campus, as their Program.cs has them.</summary>
    public static IReadOnlyList<Consumer> All { get; } =
    [
        new("mailer", "mails",
            [StudentRegistered.Definition, EnrolmentCreated.Definition, EnrolmentCancelled.Definition, CertificateIssued.Definition]),
        new("reports", "courses",
            [CoursePublished.Definition, EnrolmentCreated.Definition, EnrolmentCancelled.Definition, AssignmentSubmitted.Definition, CertificateIssued.Definition]),
    ];

    /// <summary>The topics that it reads.</summary>
    public IReadOnlyList<string> Topics { get; } = [.. Events.Select(definition => definition.Topic!).Distinct()];
}

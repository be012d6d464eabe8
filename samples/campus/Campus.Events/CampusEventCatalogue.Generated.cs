// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

[assembly: EventCatalogue(typeof(Campus.Events.CampusEventCatalogue))]

namespace Campus.Events;

public sealed class CampusEventCatalogue : EventCatalogue
{
    public override IReadOnlyList<EventDefinition> Events { get; } =
    [
        AssignmentSubmitted.Definition,
        CertificateIssued.Definition,
        CoursePublished.Definition,
        EnrolmentCancelled.Definition,
        EnrolmentCreated.Definition,
        StudentRegistered.Definition,
    ];
}

// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>The configuration of a course's discussions has changed.</summary>
/// <param name="Configuration">The configuration.</param>
[Event("org.openedx.learning.discussions.configuration.changed.v1", Topic = "course-discussions")]
public sealed partial record CourseDiscussionsChanged(CourseDiscussionConfigurationData Configuration);

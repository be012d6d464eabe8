// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Analytics;

/// <summary>Something was written to the tracking log.</summary>
/// <param name="TrackingLog">The entry.</param>
[Event("org.openedx.analytics.tracking.event.emitted.v1", Topic = "analytics", Key = "tracking_log.name")]
public sealed partial record TrackingEventEmitted(TrackingLogData TrackingLog);

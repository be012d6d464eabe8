namespace Omnibus.OpenEdx;

/// <summary>What the Python packages do where nothing is configured.</summary>
internal static class OpenEdxCustoms
{
    /// <summary>The version of openedx-events that the events here are from.</summary>
    public const string EventsVersion = "11.2.0";

    private const string MaxLength = "10000";

    public static BusCustoms Customs { get; } = new()
    {
        ImplicitRoutes = false,
        Source = service => $"openedx/{Uri.EscapeDataString(service)}/web",
        SourceLib = EventsVersion,
        Settings = [new DriverSetting("redis", "MaxLength", MaxLength)],
    };
}

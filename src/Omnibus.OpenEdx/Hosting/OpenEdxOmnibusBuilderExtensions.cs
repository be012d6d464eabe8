using Omnibus.OpenEdx;

namespace Omnibus;

/// <summary>Lets an application join the event bus of Open edX.</summary>
public static class OpenEdxOmnibusBuilderExtensions
{
    /// <summary>
    /// Adds the events of Open edX and takes over what its Python packages do where nothing is configured: events say <c>openedx/{service}/web</c> as their
    /// source and the version of openedx-events as their library, streams on Redis are trimmed to about 10,000 entries, read or not, and an event that no
    /// entry of <c>Omnibus:Publish</c> names is not published. Configuration goes before each of these.
    /// </summary>
    /// <param name="builder">The bus.</param>
    public static OmnibusBuilder AddOpenEdx(this OmnibusBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddEvents<OpenEdxEventCatalogue>().Follow(OpenEdxCustoms.Customs);
    }
}

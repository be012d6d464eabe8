using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Plugins.Tests;

internal static class BuildingExtensions
{
    /// <summary>The application with every transport of the tree; its configuration is right.</summary>
    public static IHost BuildBus(this HostApplicationBuilder builder)
    {
        builder.AddOmnibus().AddEvents<TestsEventCatalogue>();
        var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IEventBus>());
        return host;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Plugins.Tests;

/// <summary>An application that is about to start.</summary>
internal static class Application
{
    public static HostApplicationBuilder Builder(string root, params (string Path, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = "campus",
            EnvironmentName = "Production",
            ContentRootPath = root,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Omnibus:{setting.Path}", setting.Value)));
        return builder;
    }

    /// <summary>What is wrong with a configuration of an application that has every transport of the tree.</summary>
    public static IReadOnlyList<string> Problems(string root, params (string Path, string? Value)[] settings)
    {
        var builder = Builder(root, settings);
        builder.AddOmnibus().AddEvents<TestsEventCatalogue>();
        return Problems(builder);
    }

    public static IReadOnlyList<string> Problems(HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        return Assert.Throws<OmnibusException>(host.Services.GetRequiredService<IEventBus>).Problems;
    }

    /// <summary>The one problem of an application that uses what is in <paramref name="folder"/>.</summary>
    public static string ProblemWith(string folder) =>
        Assert.Single(Problems(Path.GetTempPath(), ("Transport", "pigeon"), ("Transports:pigeon:Plugin", folder)));
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Plugins.Tests.Making;

namespace Omnibus.Plugins.Tests;

/// <summary>Right and wrong ways to name a folder.</summary>
public sealed class ConfigurationTests : PigeonTest
{
    [Fact]
    public void A_relative_folder_begins_where_the_configuration_stands()
    {
        using var host = Application.Builder(Plugins.Root, ("Transport", "main"), ("Transports:main:Plugin", "pigeon"), ("Transports:main:Loft", "roof")).BuildBus();
        Assert.NotNull(host);
    }

    [Fact]
    public void Two_entries_may_name_one_folder()
    {
        using var host = Application.Builder(
            Plugins.Root,
            ("Transport", "a"), ("Transports:a:Plugin", "pigeon"), ("Transports:b:Plugin", Pigeon),
            ("Publish:logins:Event", "org.example.login.v1"), ("Publish:logins:Transport", "b")).BuildBus();
        Assert.NotNull(host);
    }

    [Fact]
    public void A_folder_behind_a_link_is_the_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there.");
        Directory.CreateSymbolicLink(Path.Combine(Plugins.Root, "current"), Pigeon);
        Assert.Equal(Pigeon, PluginFolder.Describe("current", Plugins.Root).Folder);
    }

    [Fact]
    public void A_folder_that_nothing_uses_is_not_looked_at()
    {
        using var host = Application.Builder(Plugins.Root, ("Transport", "memory"), ("Transports:pigeon:Plugin", "nowhere"), ("Transports:pigeon:Unknown", "x")).BuildBus();
        Assert.NotNull(host);
    }

    [Fact]
    public void Nothing_is_loaded_where_the_bus_is_off()
    {
        using var host = Application.Builder(Plugins.Root, ("Transport", "none"), ("Transports:pigeon:Plugin", "nowhere")).BuildBus();
        Assert.NotNull(host);
    }

    [Theory]
    [InlineData("none", "true")]
    [InlineData("memory", "false")]
    public void Nothing_is_loaded_for_a_route_that_is_off_or_whose_bus_is(string transport, string enabled)
    {
        using var host = Application.Builder(
            Plugins.Root,
            ("Transport", transport), ("Transports:pigeon:Plugin", "nowhere"),
            ("Publish:logins:Event", "org.example.login.v1"), ("Publish:logins:Transport", "pigeon"), ("Publish:logins:Enabled", enabled)).BuildBus();
        Assert.NotNull(host);
    }

    [Fact]
    public void A_route_that_is_off_is_still_told_that_it_names_no_transport() => Assert.Equal(
        [
            "Omnibus:Publish:logins:Transport: 'pigeons' is neither an entry of Omnibus:Transports nor an installed driver. Did you mean 'pigeon'? Installed: kafka, memory, redis, sqlite.",
        ],
        Application.Problems(
            Plugins.Root,
            ("Transport", "none"), ("Transports:pigeon:Plugin", "nowhere"), ("Publish:logins:Event", "org.example.login.v1"), ("Publish:logins:Transport", "pigeons")));

    [Theory]
    [InlineData("Transports:pigeon:Plugin", "", "Omnibus:Transports:pigeon:Plugin: is not the text of a path. Set it to the folder of a transport, or remove it.")]
    [InlineData("Transports:pigeon:Plugin:Path", "pigeon", "Omnibus:Transports:pigeon:Plugin: is not the text of a path. Set it to the folder of a transport, or remove it.")]
    [InlineData("Transports:pigeon:Plguin", "pigeon",
        "Omnibus:Transports:pigeon: has no Driver, and 'pigeon' is no installed driver itself. Set Driver, or Plugin to the folder of a transport. Installed: kafka, memory, redis, sqlite.")]
    [InlineData("Transports:pigeons:Plugin", "pigeon",
        "Omnibus:Transport: 'pigeon' is neither an entry of Omnibus:Transports nor an installed driver. Did you mean 'pigeons'? Installed: kafka, memory, redis, sqlite.")]
    public void A_wrong_entry(string path, string value, string said) =>
        Assert.Equal([said], Application.Problems(Plugins.Root, ("Transport", "pigeon"), (path, value)));

    [Fact]
    public void A_folder_in_the_place_of_a_transport() => Assert.Equal(
        [
            "Omnibus:Transport: 'plugins/pigeon' is neither an entry of Omnibus:Transports nor an installed driver. "
            + "A folder with a transport is named in an entry: Omnibus:Transports:NAME:Plugin. Installed: kafka, memory, redis, sqlite.",
        ],
        Application.Problems(Plugins.Root, ("Transport", "plugins/pigeon")));

    [Fact]
    public void A_driver_that_the_folder_does_not_have() => Assert.Equal(
        ["Omnibus:Transports:main:Driver: 'redis' is not what pigeon has: that is 'pigeon'. Remove Driver, or Plugin."],
        Application.Problems(Plugins.Root, ("Transport", "main"), ("Transports:main:Plugin", "pigeon"), ("Transports:main:Driver", "redis")));

    [Fact]
    public void A_driver_that_the_folder_has_may_be_said()
    {
        using var host = Application.Builder(Plugins.Root, ("Transport", "main"), ("Transports:main:Plugin", "pigeon"), ("Transports:main:Driver", "Pigeon")).BuildBus();
        Assert.NotNull(host);
    }

    [Fact]
    public void An_option_that_the_transport_does_not_know() => Assert.Equal(
        ["Omnibus:Transports:main:Lofd: is an unknown option. Did you mean Loft?"],
        Application.Problems(Plugins.Root, ("Transport", "main"), ("Transports:main:Plugin", "pigeon"), ("Transports:main:Lofd", "roof")));

    [Fact]
    public void An_application_that_loads_no_folders_says_so()
    {
        var builder = Application.Builder(Plugins.Root, ("Transport", "main"), ("Transports:main:Plugin", "pigeon"));
        builder.AddOmnibusCore();
        Assert.Equal(
            ["Omnibus:Transports:main:Plugin: this application does not load transports from folders: it calls no AddPlugins, or was compiled ahead of time. Use an installed driver. (OMN1200)"],
            Application.Problems(builder));
    }
}

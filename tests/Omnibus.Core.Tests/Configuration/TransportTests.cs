using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

public sealed class TransportTests
{
    [Fact]
    public void Without_a_transport_only_Development_starts() =>
        Assert.Equal(
            [
                "Omnibus:Transport: is not set, and only Development has a default ('sqlite'); the environment is 'Production'. "
                + "Set it to an entry of Omnibus:Transports, to an installed driver (broker, queue, sqlite), or to 'none' to switch the bus off.",
            ],
            new Scenario().Problems());

    [Fact]
    public void Development_uses_the_file_that_needs_nothing_installed()
    {
        var configuration = new Scenario { Environment = "Development" }.Load();
        Assert.Equal("sqlite", configuration.Transport);
        Assert.Equal("sqlite", configuration.Transports["sqlite"].Factory.Info.Name);
    }

    [Fact]
    public void Development_uses_the_settings_of_the_entry_that_has_the_name_of_the_file_driver()
    {
        var configuration = new Scenario { Environment = "Development" }.Load("'Transports': { 'sqlite': { 'Path': 'here.db' } }");
        Assert.Equal("here.db", configuration.Transports["sqlite"].Settings.Text("Path"));
    }

    [Fact]
    public void A_transport_that_is_neither_configured_nor_installed_is_refused() =>
        Assert.Equal(
            [
                "Omnibus:Transport: 'sqlit' is neither an entry of Omnibus:Transports nor an installed driver. Did you mean 'sqlite'? Installed: broker, queue, sqlite.",
            ],
            new Scenario().Problems("'Transport': 'sqlit'"));

    [Fact]
    public void A_driver_that_is_not_installed_is_refused() =>
        Assert.Equal(
            ["Omnibus:Transports:main:Driver: 'rabbit' is not installed. Installed: broker, queue, sqlite."],
            new Scenario().Problems("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'rabbit' } }"));

    [Fact]
    public void An_entry_without_a_driver_must_have_the_name_of_one() =>
        Assert.Equal(
            [
                "Omnibus:Transports:brokers: has no Driver, and 'brokers' is no installed driver itself. Did you mean 'broker'? Set Driver, or Plugin to the folder of a transport. "
                + "Installed: broker, queue, sqlite.",
            ],
            new Scenario().Problems("'Transport': 'queue', 'Transports': { 'brokers': { 'Url': 'x' } }"));

    [Theory]
    [InlineData("'Transport': 'far'", "Omnibus:Transport")]
    [InlineData("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'far' } }", "Omnibus:Transport")]
    [InlineData("'Transport': 'queue', 'Publish': { 'logins': { 'Event': 'login', 'Transport': 'far' } }", "Omnibus:Publish:logins:Transport")]
    public void A_driver_that_was_left_out_of_the_build_is_refused_with_the_property_that_brings_it_back(string options, string path)
    {
        var scenario = new Scenario();
        scenario.Bus.Registrations.LeftOut.Add("far");

        Assert.Contains(
            $"{path}: 'far' was left out of this build. Add it to the property OmnibusTransports of the application's project, "
            + "<OmnibusTransports>broker;far;queue;sqlite</OmnibusTransports>, or remove the property to have every transport.",
            scenario.Problems(options));
    }

    [Fact]
    public void An_entry_whose_driver_was_left_out_is_no_problem_where_nothing_uses_it()
    {
        var scenario = new Scenario();
        scenario.Bus.Registrations.LeftOut.Add("far");

        Assert.Equal("queue", scenario.Load("'Transport': 'queue', 'Transports': { 'main': { 'Driver': 'far', 'Url': 'x' } }").Transport);
    }

    [Fact]
    public void No_transport_is_called_none() =>
        Assert.Equal(
            ["Omnibus:Transports:none: the name 'none' means that the bus is off. Give the transport another name."],
            new Scenario().Problems("'Transport': 'queue', 'Transports': { 'none': { 'Driver': 'queue' } }"));

    [Fact]
    public void A_required_setting_that_is_missing_is_named_with_what_it_is() =>
        Assert.Equal(
            ["Omnibus:Transports:broker:Url: is missing. Set it to the address of the broker."],
            new Scenario().Problems("'Transport': 'broker'"));

    [Fact]
    public void Every_setting_that_is_no_value_of_its_kind_is_named()
    {
        var problems = new Scenario().Problems(
            "'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'x', 'Size': 'big', 'Wait': 'long', 'Tries': 'few', 'Secure': '1', 'Security': 'Ssh' } }");
        Assert.Equal(
            [
                "Omnibus:Transports:broker:Size: 'big' is not a number of bytes. Write a whole number, with KB, MB or GB behind it if you like.",
                "Omnibus:Transports:broker:Wait: 'long' is not a time span. Write [days.]hours:minutes:seconds, for example 00:00:30.",
                "Omnibus:Transports:broker:Tries: 'few' is not a whole number.",
                "Omnibus:Transports:broker:Secure: '1' is neither true nor false.",
                "Omnibus:Transports:broker:Security: 'Ssh' is not one of Plain, Tls.",
            ],
            problems);
    }

    [Fact]
    public void An_unknown_setting_is_named_with_the_one_that_was_meant() =>
        Assert.Equal(
            ["Omnibus:Transports:main:Ulr: is an unknown option. Did you mean Url?", "Omnibus:Transports:main:Url: is missing. Set it to the address of the broker."],
            new Scenario().Problems("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'broker', 'Ulr': 'x' } }").Order());

    [Fact]
    public void An_unknown_setting_is_found_also_where_all_the_others_are_right() =>
        Assert.Equal(
            ["Omnibus:Transports:broker:Pool:Most: is an unknown option. Known here: Client, Driver, Plugin, Secure, Security, Size, Tries, Url, Wait."],
            new Scenario().Problems("'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'x', 'Client': { 'any.thing': '1' }, 'Pool': { 'Most': 1 } } }"));

    [Fact]
    public void What_the_driver_itself_says_of_a_setting_is_passed_on_without_the_secret()
    {
        var broker = new FakeFactory(
            new TransportInfo("broker") { Coordination = Drivers.Coordination.Broker, Abilities = [], TopicNames = new TopicNames(60), Durable = true },
            new SettingInfo("Url", SettingKind.Text, "The address.") { Secret = true })
        {
            OnCreate = settings => throw settings.Wrong("Url", "is not an address. Write host:port."),
        };
        Assert.Equal(
            ["Omnibus:Transports:broker:Url: is not an address. Write host:port."],
            new Scenario { Broker = broker }.Problems("'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'secret' } }"));
    }

    [Fact]
    public void A_setting_that_the_driver_knows_and_did_not_ask_for_has_no_effect()
    {
        var broker = new FakeFactory(
            new TransportInfo("broker") { Coordination = Drivers.Coordination.Broker, Abilities = [], TopicNames = new TopicNames(60), Durable = true },
            new SettingInfo("Password", SettingKind.Text, "The password.") { Secret = true })
        {
            Ignored = ["Password"],
        };
        Assert.Equal(
            ["Omnibus:Transports:broker:Password: has no effect together with the other settings of this transport. Remove it."],
            new Scenario { Broker = broker }.Problems("'Transport': 'broker', 'Transports': { 'broker': { 'Password': 'secret' } }"));
    }

    [Fact]
    public void A_transport_that_nothing_uses_is_checked_and_not_made()
    {
        var scenario = new Scenario();
        Assert.Equal(
            ["Omnibus:Transports:broker:Sise: is an unknown option. Did you mean Size?", "Omnibus:Transports:broker:Tries: 'few' is not a whole number."],
            scenario.Problems("'Transport': 'queue', 'Transports': { 'broker': { 'Sise': '1', 'Tries': 'few' } }"));
        Assert.Empty(scenario.Broker.Made);
    }

    [Fact]
    public void A_transport_that_nothing_uses_may_lack_what_only_another_environment_knows()
    {
        var scenario = new Scenario();
        var configuration = scenario.Load("'Transport': 'queue', 'Transports': { 'broker': { } }");
        Assert.Equal(["queue"], configuration.Transports.Keys);
        Assert.Empty(scenario.Broker.Made);
    }

    [Fact]
    public void The_transports_that_were_made_are_disposed_where_something_else_is_wrong()
    {
        var scenario = new Scenario();
        scenario.Problems("'Transport': 'queue', 'Colour': 'red'");
        Assert.True(Assert.Single(scenario.Queue.Made).Disposed);
    }

    [Fact]
    public void A_transport_is_told_who_it_works_for()
    {
        var scenario = new Scenario();
        scenario.Load("'Transport': 'queue', 'Service': 'lms', 'Instance': 'lms-1'");
        var host = Assert.Single(scenario.Queue.Made).Host;
        Assert.Equal(("lms", "lms-1", true), (host.Service, host.Instance, host.InstanceIsConfigured));
    }
}

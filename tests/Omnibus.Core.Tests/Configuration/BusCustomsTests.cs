namespace Omnibus.Tests.Configuration;

public sealed class BusCustomsTests
{
    private static readonly BusCustoms s_customs = new()
    {
        ImplicitRoutes = false,
        Source = service => $"site/{service}",
        SourceLib = "7.8.9",
        Settings = [new DriverSetting("BROKER", "Tries", "12"), new DriverSetting("broker", "Size", "1 KB"), new DriverSetting("sqlite", "Path", "customs.db")],
    };

    [Fact]
    public void They_hold_where_configuration_says_nothing()
    {
        var scenario = Scenario();
        var bus = scenario.Load("'Transport': 'main', 'Transports': { 'main': { 'Driver': 'broker', 'Url': 'u' } }");
        Assert.Equal(("site/campus", "7.8.9", false), (bus.Source, bus.SourceLib, bus.ImplicitRoutes));
        Assert.Null(bus.ImplicitRouteOf(Login.Definition));
        var settings = Assert.Single(scenario.Broker.Made).Settings;
        Assert.Equal((12, 1024L), (settings.Integer("Tries"), settings.Bytes("Size")));
        Assert.Null(settings.Text("Path"));
    }

    [Fact]
    public void Configuration_goes_before_them()
    {
        var scenario = Scenario();
        var bus = scenario.Load("'Source': 'own', 'ImplicitRoutes': true, 'Transport': 'broker', 'Transports': { 'broker': { 'Url': 'u', 'tries': '3' } }");
        Assert.Equal(("own", true), (bus.Source, bus.ImplicitRoutes));
        Assert.Equal(3, Assert.Single(scenario.Broker.Made).Settings.Integer("Tries"));
    }

    [Fact]
    public void They_hold_for_a_driver_under_its_own_name_too()
    {
        var scenario = Scenario();
        scenario.Load("'Transport': 'sqlite', 'ImplicitRoutes': true");
        Assert.Equal("customs.db", Assert.Single(scenario.Sqlite.Made).Settings.Text("Path"));
    }

    [Fact]
    public void Without_any_the_defaults_of_the_bus_hold()
    {
        var bus = new Scenario().Load("'Transport': 'sqlite'");
        Assert.Equal(("/campus", true), (bus.Source, bus.ImplicitRoutes));
    }

    private static Scenario Scenario()
    {
        var scenario = new Scenario();
        scenario.Bus.Follow(s_customs);
        return scenario;
    }
}

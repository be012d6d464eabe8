using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Without_settings_the_file_is_in_the_users_local_application_data()
    {
        Assert.SkipWhen(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify).Length == 0,
            "this user has no directory for local application data");
        var options = Read();
        Assert.EndsWith(Path.Combine("omnibus", "bus.db"), options.Path, StringComparison.Ordinal);
        Assert.True(Path.IsPathFullyQualified(options.Path));
        Assert.Equal((Durability.Full, TimeSpan.FromSeconds(5), true), (options.Durability, options.BusyTimeout, options.Doorbell));
    }

    [Theory]
    [InlineData("Path", ":memory:")]
    [InlineData("Path", "file:bus.db?mode=memory")]
    [InlineData("Path", "somewhere/")]
    [InlineData("Durability", "Sometimes")]
    [InlineData("BusyTimeout", "5")]
    [InlineData("Doorbell", "loud")]
    public void A_wrong_setting_is_refused_with_its_path(string name, string value) =>
        Assert.Equal($"Omnibus:Transports:main:{name}", Assert.Throws<SettingException>(() => Read((name, value))).Path);

    [Fact]
    public void Every_setting_that_is_read_is_described_and_no_other()
    {
        var settings = new TransportSettings("main", "Omnibus:Transports:main", []);
        SqliteOptions.Read(settings);
        Assert.Equal(settings.Known.Order(StringComparer.Ordinal), new SqliteFactory().Settings.Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    private static SqliteOptions Read(params (string Name, string Value)[] settings) => SqliteOptions.Read(
        new TransportSettings("main", "Omnibus:Transports:main", settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))));
}

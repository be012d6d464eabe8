using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Sqlite;
using Omnibus.Tests.Configuration;

namespace Omnibus.Tests;

/// <summary>Holds docs/configuration.md against the transports as they are.</summary>
public sealed class DocumentedTransportTests
{
    private static readonly ITransportFactory[] s_factories = [new MemoryFactory(), new SqliteFactory(), new RedisFactory(), new KafkaFactory()];

    public static TheoryData<string> Drivers => [.. s_factories.Select(factory => factory.Info.Name)];

    public static TheoryData<string> Examples => [.. Document.Read("configuration.md").Examples];

    [Theory]
    [MemberData(nameof(Drivers))]
    public void The_page_has_every_setting_of_a_transport(string driver)
    {
        var settings = s_factories.Single(factory => factory.Info.Name == driver).Settings;
        var wanted = settings.Select(setting =>
            $"| `{setting.Name}` | {setting.Default ?? (setting.Required ? "must be set" : "none")} | {setting.Description} |").ToList();
        var found = Document.Read("configuration.md").Rows($"The transport {driver}").Select(row => $"| `{row[0]}` | {row[1]} | {row[2]} |");
        Assert.True(wanted.SequenceEqual(found), $"'The transport {driver}' in docs/configuration.md must have these rows:\n{string.Join('\n', wanted)}");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_page_is_a_configuration_that_starts(string example)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "campus", EnvironmentName = "Production" });
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(example)));
        builder.AddOmnibus().AddEvents<TestsEventCatalogue>().Consumer("welcome").Handle<Login>(static (_, _, _) => ValueTask.CompletedTask);
        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IEventBus>());
    }
}

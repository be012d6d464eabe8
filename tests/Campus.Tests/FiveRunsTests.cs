using System.Diagnostics;
using Campus.Demo;
using Campus.Demo.Running;
using Omnibus.Brokers;

namespace Campus.Tests;

/// <summary>The same programs, five times: only the configuration differs.</summary>
public sealed class FiveRunsTests(SharedRedis redis, SharedKafka kafka) : IClassFixture<SharedRedis>, IClassFixture<SharedKafka>, IDisposable
{
    private const string Registered = "edu.campus.student.registered.v1";
    private const string Enrolled = "edu.campus.enrolment.created.v1";

    private const string Events = """
        {"type":"edu.campus.student.registered.v1","data":{"student":{"number":"M1","name":"Ada","email":null},"programme":"Mathematics","address":null,"languages":[],"full_time":true,"registered_at":"2026-03-02T08:00:00Z"}}
        {"type":"edu.campus.enrolment.created.v1","data":{"enrolment_id":"0d9a4f0e-6a53-4c5b-9f3e-2f6f0f2f1a11","student":{"number":"M1","name":"Ada","email":null},"course":{"code":"C1","title":"T","credits":5},"waiting_list":false,"fee_cents":null,"created_at":"2026-03-02T08:00:00Z"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("campus-tests-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task On_a_file() => RunAsync(new()
    {
        ["Omnibus__Transport"] = "sqlite",
        ["Omnibus__Transports__sqlite__Path"] = Path.Combine(_folder, "campus.db"),
    });

    [Fact]
    public async Task On_Redis() => await RunAsync(new()
    {
        ["Omnibus__Transport"] = "redis",
        ["Omnibus__Transports__redis__Url"] = (await redis.GetAsync(Stop)).Url,
    });

    [Fact]
    public async Task On_Kafka() => await RunAsync(new()
    {
        ["Omnibus__Transport"] = "kafka",
        ["Omnibus__Transports__kafka__BootstrapServers"] = (await kafka.GetAsync(Stop)).BootstrapServers,
    });

    [Fact]
    public async Task On_a_transport_from_a_folder()
    {
        await using var nats = await NatsServer.StartAsync(cancellationToken: Stop);
        await RunAsync(
            new()
            {
                ["Omnibus__Transport"] = "nats",
                ["Omnibus__Transports__nats__Plugin"] = Path.Combine(AppContext.BaseDirectory, "plugins", "Omnibus.Nats"),
                ["Omnibus__Transports__nats__Url"] = nats.Url,
            },
            ("Omnibus__Consume__mails__Ordering", "None"));
    }

    [Fact]
    public async Task On_Redis_and_Kafka_at_once_with_a_route_to_each()
    {
        Dictionary<string, string> both = new()
        {
            ["Omnibus__TopicPrefix"] = NewPrefix(),
            ["Omnibus__Transport"] = "redis",
            ["Omnibus__Transports__redis__Url"] = (await redis.GetAsync(Stop)).Url,
            ["Omnibus__Transports__kafka__BootstrapServers"] = (await kafka.GetAsync(Stop)).BootstrapServers,
        };
        await using var mailer = await ServiceProcess.StartAsync("mailer", both, Stop);
        await using var reports = await ServiceProcess.StartAsync("reports", With(both, ("Omnibus__Consume__courses__Transport", "kafka")), Stop);
        await PublishAsync(With(
            both,
            ("Omnibus__Publish__students__Event", Registered), ("Omnibus__Publish__students__Transport", "redis"),
            ("Omnibus__Publish__enrolments__Event", Enrolled), ("Omnibus__Publish__enrolments__Transport", "kafka")));
        await HandledAsync(mailer, Registered);
        await HandledAsync(reports, Enrolled);

        // Its enrolments would have come over Redis.
        Assert.DoesNotContain(Enrolled, (await mailer.AskTotalsAsync(Stop))!.ByType.Keys);
        Assert.True(await mailer.StopAsync());
        Assert.True(await reports.StopAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RunAsync(Dictionary<string, string> environment, params (string Name, string Value)[] mails)
    {
        environment["Omnibus__TopicPrefix"] = NewPrefix();
        await using var mailer = await ServiceProcess.StartAsync("mailer", With(environment, mails), Stop);
        await PublishAsync(environment);
        await HandledAsync(mailer, Registered, Enrolled);
        Assert.True(await mailer.StopAsync(), mailer.LastLines());
    }

    private async Task PublishAsync(Dictionary<string, string> environment)
    {
        var file = Path.Combine(_folder, "events.jsonl");
        await File.WriteAllTextAsync(file, Events, Stop);
        using var registrar = Process.Start(ServiceProcess.StartOf("registrar", environment, "--file", file))!;
        var (output, errors) = (registrar.StandardOutput.ReadToEndAsync(Stop), registrar.StandardError.ReadToEndAsync(Stop));
        await registrar.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.True(registrar.ExitCode == ExitCodes.Done, await output + await errors);
    }

    // The brokers are those of all five.
    private static string NewPrefix() => $"run-{Guid.NewGuid():N}";

    private static Dictionary<string, string> With(Dictionary<string, string> environment, params (string Name, string Value)[] more) =>
        new([.. environment, .. more.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]);

    private static async Task HandledAsync(ServiceProcess service, params string[] types)
    {
        var begin = Stopwatch.GetTimestamp();
        while (await service.AskTotalsAsync(Stop) is not { } totals || !types.All(type => totals.ByType.GetValueOrDefault(type) == 1))
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(60), service.LastLines());
            await Task.Yield();
        }
    }
}

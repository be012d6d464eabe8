using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Tests.Configuration;

/// <summary>An application that is about to start: what it registers in code and what its configuration says.</summary>
internal sealed class Scenario
{
    private readonly ServiceCollection _services = [];
    private readonly BusRegistrations _registrations;
    private readonly FakeFactory _broker = FakeFactories.Broker();

    public Scenario()
    {
        _registrations = new BusRegistrations(new HandlerLifetimes(_services));
        foreach (var factory in (FakeFactory[])[Broker, Queue, Sqlite])
        {
            _registrations.Add(factory);
        }

        _registrations.Add(Login.Definition);
        _registrations.Add(Enrolment.Definition);
    }

    public FakeFactory Broker
    {
        get => _broker;
        init => _registrations.Add(_broker = value);
    }

    public FakeFactory Queue { get; } = FakeFactories.Queue();

    public FakeFactory Sqlite { get; } = FakeFactories.Sqlite();

    public string Environment { get; init; } = "Production";

    public string? Application { get; init; } = "campus";

    public TimeSpan? ShutdownTimeout { get; init; }

    public OmnibusBuilder Bus => new(_services, _registrations);

    /// <summary>One consumer with one handler of <see cref="Login"/>.</summary>
    public Scenario Consuming(string consumer)
    {
        Bus.Consumer(consumer).Handle<Login, LoginHandler>();
        return this;
    }

    public Scenario Knowing(EventDefinition definition)
    {
        _registrations.Add(definition);
        return this;
    }

    public Scenario Installing(ITransportFactory factory)
    {
        _registrations.Add(factory);
        return this;
    }

    /// <summary>Loads the section <c>Omnibus</c> from JSON with comments; a single quote stands for a double one.</summary>
    public BusConfiguration Load(string json = "", params (string Variable, string Value)[] variables)
    {
        var text = $$"""{ "Omnibus": { {{json.Replace('\'', '"')}} } }""";
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)))
            .AddInMemoryCollection(variables.Select(pair =>
                KeyValuePair.Create<string, string?>(pair.Variable.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
            .Build();
        return ConfigurationLoader.Load(new ConfigurationInput
        {
            Configuration = configuration,
            Registrations = _registrations,
            Environment = Environment,
            Application = Application,
            Time = TimeProvider.System,
            ShutdownTimeout = ShutdownTimeout,
            HasService = _services.BuildServiceProvider().GetRequiredService<IServiceProviderIsService>().IsService,
        });
    }

    /// <summary>Everything that is wrong; the message of the exception has it too.</summary>
    public IReadOnlyList<string> Problems(string json = "")
    {
        var exception = Assert.Throws<OmnibusException>(() => Load(json));
        Assert.Equal(FaultCode.Invalid, exception.Code);
        Assert.All(exception.Problems, problem => Assert.Contains(problem, exception.Message, StringComparison.Ordinal));
        return exception.Problems;
    }
}

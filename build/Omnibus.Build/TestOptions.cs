namespace Omnibus.Build;

/// <summary>The command line of <c>./test</c>.</summary>
internal sealed record TestOptions
{
    public const string Help = """
        ./test [options]      builds everything and runs every test

          --soak              also the long kill and load runs
          --only PROJECT      only this test project; repeatable (Omnibus.Redis.Tests, or just Redis)
          --filter TEXT       only tests whose full name contains TEXT (spaces stand for underscores)
          --dependencies newest   builds with the newest versions of the libraries instead of the lowest, in artifacts/newest
          --jobs N            how many test projects run at once (default: 2, or 1 with one processor)
          --no-build          runs what was built before
          --fetch             only fetches the brokers that can be fetched without root
          --help              this text

        Brokers come from OMNIBUS_TEST_REDIS and OMNIBUS_TEST_KAFKA, the PATH, .tools/, ../shared/kafka, KAFKA_HOME or a
        container engine, in this order. With CI=true a test that misses its broker fails, elsewhere it is skipped.
        """;

    public bool Soak { get; private init; }

    public IReadOnlyList<string> Only { get; private init; } = [];

    public string? Filter { get; private init; }

    /// <summary>The libraries are the newest of their major version, not the lowest that work.</summary>
    public bool Newest { get; private init; }

    public int Jobs { get; private init; } = Math.Min(2, Environment.ProcessorCount);

    public bool Build { get; private init; } = true;

    public bool OnlyFetch { get; private init; }

    public bool ShowHelp { get; private init; }

    /// <exception cref="UsageException">An unknown option or a missing value.</exception>
    public static TestOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new TestOptions();
        while (arguments is [var name, .. var rest])
        {
            string? value = rest is [var next, ..] ? next : null;
            (options, var taken) = name switch
            {
                "--soak" => (options with { Soak = true }, 1),
                "--no-build" => (options with { Build = false }, 1),
                "--fetch" => (options with { OnlyFetch = true }, 1),
                "--help" or "-h" or "-?" => (options with { ShowHelp = true }, 1),
                "--only" => (options with { Only = [.. options.Only, Need(name, value)] }, 2),
                "--filter" => (options with { Filter = Need(name, value).Replace(' ', '_') }, 2),
                "--dependencies" => (options with { Newest = IsNewest(name, value) }, 2),
                "--jobs" => (options with { Jobs = Number(name, value) }, 2),
                _ => throw new UsageException($"Unknown option '{name}'.\n\n{Help}"),
            };
            arguments = arguments[taken..];
        }
        return options;
    }

    private static string Need(string name, string? value) => value ?? throw new UsageException($"{name} needs a value.\n\n{Help}");

    private static bool IsNewest(string name, string? value) => Need(name, value) switch
    {
        "newest" => true,
        "lowest" => false,
        var other => throw new UsageException($"{name} is lowest or newest, not '{other}'."),
    };

    private static int Number(string name, string? value) => int.TryParse(Need(name, value), out var number) && number > 0
        ? number
        : throw new UsageException($"{name} needs a number from 1, not '{value}'.");
}

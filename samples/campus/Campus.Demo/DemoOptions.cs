using System.Globalization;

namespace Campus.Demo;

/// <summary>What the command line asks for.</summary>
internal sealed record DemoOptions
{
    public const string Help = """
        Three services, one bus: publishes a file of events and shows them arriving.

          ./demo [--transport sqlite|redis|kafka] [--events N] [--stay] [--port P]

          --transport T   the broker between the services; sqlite needs none   (sqlite)
          --events N      how many events the file has                         (2000)
          --stay          the page stays until Ctrl+C; on a terminal it always does
          --port P        the port of the page                                 (a free one)
        """;

    public static readonly IReadOnlyList<string> Transports = ["sqlite", "redis", "kafka"];

    public string Transport { get; init; } = "sqlite";

    public int Events { get; init; } = 2000;

    public bool Stay { get; init; }

    public int Port { get; init; }

    public bool AskedForHelp { get; init; }

    /// <exception cref="DemoException">An argument cannot be understood.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            options = arguments[index] switch
            {
                "--stay" => options with { Stay = true },
                "--help" or "-h" or "-?" => options with { AskedForHelp = true },
                "--events" => options with { Events = Number(Value(), 100, 1_000_000) },
                "--port" => options with { Port = Number(Value(), 0, 65_535) },
                "--transport" => options with { Transport = Known(Value()) },
                var other => throw new DemoException($"'{other}' is not an option. --help lists them.", ExitCodes.Usage),
            };

            string Value() => ++index < arguments.Count
                ? arguments[index]
                : throw new DemoException($"{arguments[index - 1]} needs a value. --help lists the options.", ExitCodes.Usage);
        }

        return options;
    }

    private static string Known(string transport) => Transports.Contains(transport)
        ? transport
        : throw new DemoException($"--transport {transport}: it is one of {string.Join(", ", Transports)}.", ExitCodes.Usage);

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new DemoException($"'{text}' is not a number from {least} to {most}.", ExitCodes.Usage);
}

namespace Omnibus.Commands.Running;

/// <summary>The command cannot be done: a sentence for the user, and the exit code.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Usage(string message) => new(Commands.ExitCode.Usage, message);

    public static ToolException Input(string message) => new(Commands.ExitCode.Input, message);

    public static ToolException SwitchedOff() =>
        new(Commands.ExitCode.Configuration, "Omnibus:Transport is none: the bus is switched off. Name one with --transport.");

    public static ToolException Unable(string transport, string what) => new(Commands.ExitCode.Failed, $"Transport '{transport}' cannot {what}.");
}

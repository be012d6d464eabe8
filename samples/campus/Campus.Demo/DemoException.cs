namespace Campus.Demo;

/// <summary>The demo cannot go on; the message is for the person in front of it.</summary>
internal sealed class DemoException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>How the demo ends.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NoBroker = 3;
}

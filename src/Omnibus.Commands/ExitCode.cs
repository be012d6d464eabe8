namespace Omnibus.Commands;

/// <summary>What the tool's exit code says.</summary>
public static class ExitCode
{
    /// <summary>Everything that was asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It failed, for a reason that none of the others names.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The configuration is wrong.</summary>
    public const int Configuration = 3;

    /// <summary>The input is wrong: an event, a file, a position. Nothing of the part that is wrong was sent.</summary>
    public const int Input = 4;

    /// <summary>The broker is away, or did not answer in time.</summary>
    public const int Unavailable = 5;

    /// <summary>Fewer events than asked for came before the time was over.</summary>
    public const int Incomplete = 6;

    /// <summary>Stopped by the user.</summary>
    public const int Cancelled = 130;
}

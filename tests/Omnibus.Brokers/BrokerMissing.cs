namespace Omnibus.Brokers;

/// <summary>Why no broker of a kind can be had here, and what would change that.</summary>
/// <param name="Broker">"Redis", "Kafka" or "NATS".</param>
/// <param name="Reason">What was looked for and not found.</param>
/// <param name="Command">The exact command that enables it.</param>
public sealed record BrokerMissing(string Broker, string Reason, string Command)
{
    private const string Mark = " broker here:";

    /// <summary>
    /// With <c>CI=true</c> a missing broker fails a test; elsewhere the test is skipped with <see cref="Message"/> as its reason.
    /// </summary>
    public static bool Fails => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>One line for a person: reason and command.</summary>
    public string Message => $"No {Broker}{Mark} {Reason} To enable it: {Command}";

    /// <summary>Whether a test was skipped for a missing broker.</summary>
    /// <param name="reason">The reason of the skip.</param>
    public static bool IsReason(string reason) => reason.StartsWith("No ", StringComparison.Ordinal) && reason.Contains(Mark, StringComparison.Ordinal);
}

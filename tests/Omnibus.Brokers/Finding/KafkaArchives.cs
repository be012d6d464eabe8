using Omnibus.Brokers.Running;

namespace Omnibus.Brokers.Finding;

/// <summary>
/// Class data archives for the Kafka of <c>../shared/kafka</c>: with them each of the many starts and restarts of a test run takes about half as long.
/// </summary>
public static class KafkaArchives
{
    private const string Variable = "KAFKA_ARCHIVES";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Has this process, and those that it starts, use the archives in <c>.tools</c>, and makes them where they are missing. Where that fails, brokers start
    /// as slowly as without: nothing else depends on it.
    /// </summary>
    public static async Task UseAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || OperatingSystem.IsWindows() || RepositoryFolder.Tools is not { } tools
            || RepositoryFolder.FindUpwards("shared/kafka/prepare") is not { } prepare || Programs.Find("bash") is null
            || await Java.FindMissingAsync(cancellationToken) is not null)
        {
            return;
        }
        var folder = Path.Combine(tools, "kafka-archives");
        Environment.SetEnvironmentVariable(Variable, folder);
        try
        {
            var made = await ChildProcess.RunAsync("bash", [prepare], s_timeout, cancellationToken);
            if (made.ExitCode != 0)
            {
                tell($"Kafka starts slowly, as {prepare} failed: {made.Errors.Trim()}");
            }
        }
        catch (BrokerException exception)
        {
            tell(exception.Message);
        }
    }
}

namespace Omnibus.Brokers.Running;

/// <summary>A broker that an environment variable names. It is used, never stopped.</summary>
internal sealed class GivenRun(string variable, Func<CancellationToken, Task> answersAsync) : IBrokerRun
{
    public string Origin => $"the environment variable {variable}";

    public bool Owned => false;

    public Task StartAsync(CancellationToken cancellationToken) => answersAsync(cancellationToken);

    public Task KillAsync() => throw NotOurs();

    public Task FreezeAsync() => throw NotOurs();

    public Task ThawAsync() => throw NotOurs();

    public Task StopAsync() => throw NotOurs();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BrokerException NotOurs() => new($"The broker of {variable} belongs to someone else and cannot be stopped. Ask for one with NeedsControl.");
}

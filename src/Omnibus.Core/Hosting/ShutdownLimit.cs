namespace Omnibus.Hosting;

/// <summary>How long the host waits for everything to stop. A seam, because the type that says so is not among the abstractions that the core sees.</summary>
internal sealed class ShutdownLimit(Func<IServiceProvider, TimeSpan?> read)
{
    public TimeSpan? Of(IServiceProvider services) => read(services);
}

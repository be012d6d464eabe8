using Microsoft.Extensions.Configuration;
using Omnibus.Configuration;
using Omnibus.Pipeline;

namespace Omnibus.Hosting;

/// <summary>What stands around a bus in an application's own tests. Without one, the bus has no trace of it. Called from any thread; never throws.</summary>
internal interface ITestbed
{
    /// <summary>The configuration that the bus reads instead of the application's.</summary>
    IConfiguration Configure(IConfiguration configuration, BusRegistrations registrations);

    /// <summary>The consumers of a bus begin.</summary>
    void Started(BusRuntime bus);

    /// <summary>The consumers of a bus have ended.</summary>
    void Stopped(BusRuntime bus);

    /// <summary>A delivery ended: handled, passed over, or failed for good, in which case <see cref="DeliveryWork.Failure"/> says why.</summary>
    void Ended(BusConfiguration bus, ConsumerConfiguration consumer, DeliveryWork work);
}

using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Calls it a passing fault that a consumer's topic does not exist.</summary>
internal sealed class MisclassifiesMissingTopics(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    public override async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.OpenConsumerAsync(request, cancellationToken);
        }
        catch (Exception exception) when (Inner.Classify(exception) == FaultCode.NotFound)
        {
            throw new IOException("Something is not there.", exception);
        }
    }
}

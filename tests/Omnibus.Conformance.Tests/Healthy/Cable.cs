namespace Omnibus.Conformance.Tests.Healthy;

/// <summary>What lies between a driver and its store, and can be cut.</summary>
internal sealed class Cable
{
    public bool IsCut { get; set; }

    public void ThrowIfCut()
    {
        if (IsCut)
        {
            throw new CutException();
        }
    }
}

internal sealed class CutException() : Exception("The store is away.");

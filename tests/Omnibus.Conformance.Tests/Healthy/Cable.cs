namespace Omnibus.Conformance.Tests.Healthy;

/// <summary>What lies between a driver and its store, and can be cut.</summary>
internal sealed class Cable
{
    private volatile bool _isCut;

    public bool IsCut
    {
        get => _isCut;
        set
        {
            _isCut = value;
            Cuts += value ? 1 : 0;
        }
    }

    /// <summary>How often it was cut.</summary>
    public int Cuts { get; private set; }

    public void ThrowIfCut()
    {
        if (IsCut)
        {
            throw new CutException();
        }
    }
}

internal sealed class CutException() : Exception("The store is away.");

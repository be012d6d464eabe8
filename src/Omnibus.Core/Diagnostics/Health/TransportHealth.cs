using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>How publishing on a transport is.</summary>
internal sealed class TransportHealth(string name)
{
    public string? Problem { get; private set; }

    /// <summary>Publishing waits because of <paramref name="code"/>; null: it goes through.</summary>
    public void Publishing(FaultCode? code, Exception? exception) =>
        Problem = code is null ? null : $"Transport '{name}' cannot publish ({code}): {exception?.Message}";
}

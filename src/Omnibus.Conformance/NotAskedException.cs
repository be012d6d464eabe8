namespace Omnibus.Conformance;

/// <summary>A case found out, while it ran, that it cannot be asked here. Not a failure: a skip with a reason.</summary>
/// <param name="reason">Why not.</param>
public sealed class NotAskedException(string reason) : Exception(reason);

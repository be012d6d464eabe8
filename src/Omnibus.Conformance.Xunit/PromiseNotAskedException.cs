namespace Omnibus.Conformance.Xunit;

/// <summary>Tells xunit to skip the running test.</summary>
/// <param name="message">xunit's mark, then the reason.</param>
internal sealed class PromiseNotAskedException(string message) : Exception(message);

namespace Omnibus.Conformance;

/// <summary>A promise is broken.</summary>
/// <param name="message">What was expected and what was found.</param>
/// <param name="innerException">What the driver threw, if that is what broke the promise.</param>
public sealed class ConformanceException(string message, Exception? innerException = null) : Exception(message, innerException);

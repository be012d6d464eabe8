namespace Omnibus.Build;

/// <summary>The command line cannot be understood, or names something that is not there.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace Omnibus;

/// <summary>What becomes of an exception of a handler that was registered with <c>HandleLocally</c>.</summary>
public enum LocalFailures
{
    /// <summary>It is logged and counted; the other handlers and the bus get the event all the same.</summary>
    Log,

    /// <summary>It goes through to whoever publishes, at once: later handlers and the bus do not get the event.</summary>
    Throw,
}

namespace Omnibus;

/// <summary>What is done about fields that an event's type does not know.</summary>
public enum JsonReading
{
    /// <summary>They are passed over: a newer writer may have added them.</summary>
    Tolerant,

    /// <summary>They are an error: a person wrote the text, and meant something by them.</summary>
    Strict,
}

namespace Omnibus.SourceGeneration.Model;

/// <summary>A member of a record that travels.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Member">The member's name in C#, escaped.</param>
/// <param name="Local">A variable's name for it, unique in its record.</param>
/// <param name="Type">The type.</param>
/// <param name="IsOptional">Whether it may be null.</param>
/// <param name="Argument">Its place among the arguments of the constructor; -1: it is set by an initializer.</param>
internal sealed record FieldModel(string Name, string Member, string Local, FieldType Type, bool IsOptional, int Argument)
{
    /// <summary>The .NET type with its nullability.</summary>
    public string FullType => IsOptional ? $"{Type.Name}?" : Type.Name;

    /// <summary>Null, of the very type: a value type might convert a bare null to something else.</summary>
    public string Null => Type.IsValue ? $"({FullType})null" : "null";
}

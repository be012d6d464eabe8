namespace Omnibus.SourceGeneration.Model;

/// <summary>A .NET type that is a record of fields.</summary>
/// <param name="Namespace">Its namespace; empty: none.</param>
/// <param name="Name">The type, fully qualified.</param>
/// <param name="Codec">The beginning of the names of its codecs' classes: the type's name, after those of the types around it.</param>
/// <param name="AvroName">The record's name in schemas.</param>
/// <param name="Fields">The fields, in the order in which they travel.</param>
internal sealed record RecordModel(string Namespace, string Name, string Codec, string AvroName, EquatableArray<FieldModel> Fields)
{
    /// <summary>The class that writes and reads it in an encoding, fully qualified.</summary>
    public string CodecIn(string encoding) => Namespace.Length == 0 ? $"global::{Codec}{encoding}" : $"global::{Namespace}.{Codec}{encoding}";
}

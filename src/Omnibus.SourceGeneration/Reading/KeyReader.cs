using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Finds every path of an event that can be a key: to a text, an integer or a truth value, through records but not through lists and maps.</summary>
internal static class KeyReader
{
    public static IEnumerable<KeyModel> Read(RecordModel record, string path = "", string expression = "value", string access = ".")
    {
        foreach (var field in record.Fields)
        {
            var inner = path + field.Name;
            var member = $"{expression}{access}{field.Member}";
            if (field.Type.Record is { } nested)
            {
                // A record that must be there but is not has no key; writing it then says what is wrong.
                foreach (var key in Read(nested, inner + ".", member, "?."))
                {
                    yield return key;
                }
            }
            else if (field.Type.CanBeKey)
            {
                yield return new KeyModel(inner, field.Type.Kind == FieldKind.TextValue ? $"{member}{TextAccess(field)}" : member, field.Type.AvroPrimitive!);
            }
        }
    }

    private static string TextAccess(FieldModel field) => field.Type.IsValue && !field.IsOptional ? ".Text" : "?.Text";
}

// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class StudentJson
{
    private static readonly JsonFields s_fields = new("number", "name", "email?");

    public static void Write(JsonEventWriter writer, Student? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Number);
            writer.WriteText(value.Name);
            writer.WriteText(value.Email);
            writer.EndRecord();
        }
    }

    public static Student Read(ref JsonEventReader reader)
    {
        string number = "";
        string name = "";
        string? email = null;
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    number = reader.ReadText();
                    break;
                case 1:
                    name = reader.ReadText();
                    break;
                case 2:
                    email = reader.TryReadNull() ? null : reader.ReadText();
                    break;
            }
        }

        return new Student(number, name, email);
    }
}

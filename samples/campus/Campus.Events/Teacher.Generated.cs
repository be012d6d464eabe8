// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class TeacherJson
{
    private static readonly JsonFields s_fields = new("name", "email");

    public static void Write(JsonEventWriter writer, Teacher? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Name);
            writer.WriteText(value.Email);
            writer.EndRecord();
        }
    }

    public static Teacher Read(ref JsonEventReader reader)
    {
        string name = "";
        string email = "";
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    name = reader.ReadText();
                    break;
                case 1:
                    email = reader.ReadText();
                    break;
            }
        }

        return new Teacher(name, email);
    }
}

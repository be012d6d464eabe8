// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class CourseJson
{
    private static readonly JsonFields s_fields = new("code", "title", "credits");

    public static void Write(JsonEventWriter writer, Course? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Code);
            writer.WriteText(value.Title);
            writer.WriteDouble(value.Credits);
            writer.EndRecord();
        }
    }

    public static Course Read(ref JsonEventReader reader)
    {
        string code = "";
        string title = "";
        double credits = 0;
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    code = reader.ReadText();
                    break;
                case 1:
                    title = reader.ReadText();
                    break;
                case 2:
                    credits = reader.ReadDouble();
                    break;
            }
        }

        return new Course(code, title, credits);
    }
}

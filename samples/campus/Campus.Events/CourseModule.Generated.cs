// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

internal static class CourseModuleJson
{
    private static readonly JsonFields s_fields = new("title", "hours", "required", "topics");

    public static void Write(JsonEventWriter writer, CourseModule? value)
    {
        if (writer.BeginRecord(s_fields, value))
        {
            writer.WriteText(value.Title);
            writer.WriteDouble(value.Hours);
            writer.WriteBoolean(value.Required);
            writer.WriteList(value.Topics, static (writer, item) => writer.WriteText(item));
            writer.EndRecord();
        }
    }

    public static CourseModule Read(ref JsonEventReader reader)
    {
        string title = "";
        double hours = 0;
        bool required = false;
        IReadOnlyList<string> topics = null!;
        var record = reader.BeginRecord(s_fields);
        while (reader.Next(ref record))
        {
            switch (record.Field)
            {
                case 0:
                    title = reader.ReadText();
                    break;
                case 1:
                    hours = reader.ReadDouble();
                    break;
                case 2:
                    required = reader.ReadBoolean();
                    break;
                case 3:
                    topics = reader.ReadList(static (ref reader) => reader.ReadText());
                    break;
            }
        }

        return new CourseModule(title, hours, required, topics);
    }
}

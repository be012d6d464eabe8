// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record CoursePublished : IEvent<CoursePublished>
{
    public static EventDefinition<CoursePublished> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("course.code", static value => KeyText.Of(value.Course.Code)),
            new("course.title", static value => KeyText.Of(value.Course.Title)),
            new("starts_at", static value => KeyText.Of(value.StartsAt)),
            new("ends_at", static value => KeyText.Of(value.EndsAt)),
        ])
    {
        Type = "edu.campus.course.published.v1",
        Topic = "courses",
        Key = "course.code",
    };

    private sealed class JsonCodec : JsonEventCodec<CoursePublished>
    {
        private static readonly JsonFields s_fields = new("course", "teachers", "modules", "seats", "starts_at", "ends_at?");

        protected override void Write(JsonEventWriter writer, CoursePublished? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                CourseJson.Write(writer, value.Course);
                writer.WriteList(value.Teachers, TeacherJson.Write);
                writer.WriteList(value.Modules, CourseModuleJson.Write);
                writer.WriteMap(value.Seats, static (writer, item) => writer.WriteInt64(item));
                writer.WriteTime(value.StartsAt);
                writer.WriteTime(value.EndsAt);
                writer.EndRecord();
            }
        }

        protected override CoursePublished Read(ref JsonEventReader reader)
        {
            Course course = null!;
            IReadOnlyList<Teacher> teachers = null!;
            IReadOnlyList<CourseModule> modules = null!;
            IReadOnlyDictionary<string, long> seats = null!;
            DateTimeOffset startsAt = default;
            DateTimeOffset? endsAt = null;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                switch (record.Field)
                {
                    case 0:
                        course = CourseJson.Read(ref reader);
                        break;
                    case 1:
                        teachers = reader.ReadList(TeacherJson.Read);
                        break;
                    case 2:
                        modules = reader.ReadList(CourseModuleJson.Read);
                        break;
                    case 3:
                        seats = reader.ReadMap(static (ref reader) => reader.ReadInt64());
                        break;
                    case 4:
                        startsAt = reader.ReadTime();
                        break;
                    case 5:
                        endsAt = reader.TryReadNull() ? null : reader.ReadTime();
                        break;
                }
            }

            return new CoursePublished(course, teachers, modules, seats, startsAt, endsAt);
        }
    }
}

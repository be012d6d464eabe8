// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record EnrolmentCreated : IEvent<EnrolmentCreated>
{
    public static EventDefinition<EnrolmentCreated> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("enrolment_id", static value => KeyText.Of(value.EnrolmentId)),
            new("student.number", static value => KeyText.Of(value.Student.Number)),
            new("student.name", static value => KeyText.Of(value.Student.Name)),
            new("student.email", static value => KeyText.Of(value.Student.Email)),
            new("course.code", static value => KeyText.Of(value.Course.Code)),
            new("course.title", static value => KeyText.Of(value.Course.Title)),
            new("waiting_list", static value => KeyText.Of(value.WaitingList)),
            new("fee_cents", static value => KeyText.Of(value.FeeCents)),
            new("created_at", static value => KeyText.Of(value.CreatedAt)),
        ])
    {
        Type = "edu.campus.enrolment.created.v1",
        Topic = "enrolments",
        Key = "student.number",
    };

    private sealed class JsonCodec : JsonEventCodec<EnrolmentCreated>
    {
        private static readonly JsonFields s_fields = new("enrolment_id", "student", "course", "waiting_list", "fee_cents?", "created_at");

        protected override void Write(JsonEventWriter writer, EnrolmentCreated? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                writer.WriteGuid(value.EnrolmentId);
                StudentJson.Write(writer, value.Student);
                CourseJson.Write(writer, value.Course);
                writer.WriteBoolean(value.WaitingList);
                writer.WriteInt64(value.FeeCents);
                writer.WriteTime(value.CreatedAt);
                writer.EndRecord();
            }
        }

        protected override EnrolmentCreated Read(ref JsonEventReader reader)
        {
            Guid enrolmentId = default;
            Student student = null!;
            Course course = null!;
            bool waitingList = false;
            long? feeCents = null;
            DateTimeOffset createdAt = default;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                switch (record.Field)
                {
                    case 0:
                        enrolmentId = reader.ReadGuid();
                        break;
                    case 1:
                        student = StudentJson.Read(ref reader);
                        break;
                    case 2:
                        course = CourseJson.Read(ref reader);
                        break;
                    case 3:
                        waitingList = reader.ReadBoolean();
                        break;
                    case 4:
                        feeCents = reader.TryReadNull() ? null : reader.ReadInt64();
                        break;
                    case 5:
                        createdAt = reader.ReadTime();
                        break;
                }
            }

            return new EnrolmentCreated(enrolmentId, student, course, waitingList, feeCents, createdAt);
        }
    }
}

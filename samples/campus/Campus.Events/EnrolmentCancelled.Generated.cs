// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record EnrolmentCancelled : IEvent<EnrolmentCancelled>
{
    public static EventDefinition<EnrolmentCancelled> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("enrolment_id", static value => KeyText.Of(value.EnrolmentId)),
            new("student.number", static value => KeyText.Of(value.Student.Number)),
            new("student.name", static value => KeyText.Of(value.Student.Name)),
            new("student.email", static value => KeyText.Of(value.Student.Email)),
            new("course.code", static value => KeyText.Of(value.Course.Code)),
            new("course.title", static value => KeyText.Of(value.Course.Title)),
            new("reason", static value => KeyText.Of(value.Reason)),
            new("refund_cents", static value => KeyText.Of(value.RefundCents)),
            new("cancelled_at", static value => KeyText.Of(value.CancelledAt)),
        ])
    {
        Type = "edu.campus.enrolment.cancelled.v1",
        Topic = "enrolments",
        Key = "student.number",
    };

    private sealed class JsonCodec : JsonEventCodec<EnrolmentCancelled>
    {
        private static readonly JsonFields s_fields = new("enrolment_id", "student", "course", "reason?", "refund_cents?", "cancelled_at");

        protected override void Write(JsonEventWriter writer, EnrolmentCancelled? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                writer.WriteGuid(value.EnrolmentId);
                StudentJson.Write(writer, value.Student);
                CourseJson.Write(writer, value.Course);
                writer.WriteText(value.Reason);
                writer.WriteInt64(value.RefundCents);
                writer.WriteTime(value.CancelledAt);
                writer.EndRecord();
            }
        }

        protected override EnrolmentCancelled Read(ref JsonEventReader reader)
        {
            Guid enrolmentId = default;
            Student student = null!;
            Course course = null!;
            string? reason = null;
            long? refundCents = null;
            DateTimeOffset cancelledAt = default;
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
                        reason = reader.TryReadNull() ? null : reader.ReadText();
                        break;
                    case 4:
                        refundCents = reader.TryReadNull() ? null : reader.ReadInt64();
                        break;
                    case 5:
                        cancelledAt = reader.ReadTime();
                        break;
                }
            }

            return new EnrolmentCancelled(enrolmentId, student, course, reason, refundCents, cancelledAt);
        }
    }
}

// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record CertificateIssued : IEvent<CertificateIssued>
{
    public static EventDefinition<CertificateIssued> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("certificate_id", static value => KeyText.Of(value.CertificateId)),
            new("student.number", static value => KeyText.Of(value.Student.Number)),
            new("student.name", static value => KeyText.Of(value.Student.Name)),
            new("student.email", static value => KeyText.Of(value.Student.Email)),
            new("course.code", static value => KeyText.Of(value.Course.Code)),
            new("course.title", static value => KeyText.Of(value.Course.Title)),
            new("distinction", static value => KeyText.Of(value.Distinction)),
            new("issued_at", static value => KeyText.Of(value.IssuedAt)),
            new("valid_until", static value => KeyText.Of(value.ValidUntil)),
        ])
    {
        Type = "edu.campus.certificate.issued.v1",
        Topic = "certificates",
        Key = "student.number",
    };

    private sealed class JsonCodec : JsonEventCodec<CertificateIssued>
    {
        private static readonly JsonFields s_fields = new("certificate_id", "student", "course", "grade", "distinction", "issued_at", "valid_until?");

        protected override void Write(JsonEventWriter writer, CertificateIssued? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                writer.WriteGuid(value.CertificateId);
                StudentJson.Write(writer, value.Student);
                CourseJson.Write(writer, value.Course);
                writer.WriteDouble(value.Grade);
                writer.WriteBoolean(value.Distinction);
                writer.WriteTime(value.IssuedAt);
                writer.WriteTime(value.ValidUntil);
                writer.EndRecord();
            }
        }

        protected override CertificateIssued Read(ref JsonEventReader reader)
        {
            Guid certificateId = default;
            Student student = null!;
            Course course = null!;
            double grade = 0;
            bool distinction = false;
            DateTimeOffset issuedAt = default;
            DateTimeOffset? validUntil = null;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                switch (record.Field)
                {
                    case 0:
                        certificateId = reader.ReadGuid();
                        break;
                    case 1:
                        student = StudentJson.Read(ref reader);
                        break;
                    case 2:
                        course = CourseJson.Read(ref reader);
                        break;
                    case 3:
                        grade = reader.ReadDouble();
                        break;
                    case 4:
                        distinction = reader.ReadBoolean();
                        break;
                    case 5:
                        issuedAt = reader.ReadTime();
                        break;
                    case 6:
                        validUntil = reader.TryReadNull() ? null : reader.ReadTime();
                        break;
                }
            }

            return new CertificateIssued(certificateId, student, course, grade, distinction, issuedAt, validUntil);
        }
    }
}

// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record AssignmentSubmitted : IEvent<AssignmentSubmitted>
{
    public static EventDefinition<AssignmentSubmitted> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("submission_id", static value => KeyText.Of(value.SubmissionId)),
            new("student.number", static value => KeyText.Of(value.Student.Number)),
            new("student.name", static value => KeyText.Of(value.Student.Name)),
            new("student.email", static value => KeyText.Of(value.Student.Email)),
            new("course.code", static value => KeyText.Of(value.Course.Code)),
            new("course.title", static value => KeyText.Of(value.Course.Title)),
            new("assignment", static value => KeyText.Of(value.Assignment)),
            new("attempt", static value => KeyText.Of(value.Attempt)),
            new("late", static value => KeyText.Of(value.Late)),
            new("submitted_at", static value => KeyText.Of(value.SubmittedAt)),
        ])
    {
        Type = "edu.campus.assignment.submitted.v1",
        Topic = "assignments",
        Key = "student.number",
    };

    private sealed class JsonCodec : JsonEventCodec<AssignmentSubmitted>
    {
        private static readonly JsonFields s_fields = new("submission_id", "student", "course", "assignment", "attempt", "late", "files", "scores", "submitted_at");

        protected override void Write(JsonEventWriter writer, AssignmentSubmitted? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                writer.WriteGuid(value.SubmissionId);
                StudentJson.Write(writer, value.Student);
                CourseJson.Write(writer, value.Course);
                writer.WriteText(value.Assignment);
                writer.WriteInt32(value.Attempt);
                writer.WriteBoolean(value.Late);
                writer.WriteList(value.Files, SubmittedFileJson.Write);
                writer.WriteMap(value.Scores, static (writer, item) => writer.WriteDouble(item));
                writer.WriteTime(value.SubmittedAt);
                writer.EndRecord();
            }
        }

        protected override AssignmentSubmitted Read(ref JsonEventReader reader)
        {
            Guid submissionId = default;
            Student student = null!;
            Course course = null!;
            string assignment = "";
            int attempt = 0;
            bool late = false;
            IReadOnlyList<SubmittedFile> files = null!;
            IReadOnlyDictionary<string, double> scores = null!;
            DateTimeOffset submittedAt = default;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                switch (record.Field)
                {
                    case 0:
                        submissionId = reader.ReadGuid();
                        break;
                    case 1:
                        student = StudentJson.Read(ref reader);
                        break;
                    case 2:
                        course = CourseJson.Read(ref reader);
                        break;
                    case 3:
                        assignment = reader.ReadText();
                        break;
                    case 4:
                        attempt = reader.ReadInt32();
                        break;
                    case 5:
                        late = reader.ReadBoolean();
                        break;
                    case 6:
                        files = reader.ReadList(SubmittedFileJson.Read);
                        break;
                    case 7:
                        scores = reader.ReadMap(static (ref reader) => reader.ReadDouble());
                        break;
                    case 8:
                        submittedAt = reader.ReadTime();
                        break;
                }
            }

            return new AssignmentSubmitted(submissionId, student, course, assignment, attempt, late, files, scores, submittedAt);
        }
    }
}

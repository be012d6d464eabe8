// The shape in which the source generator writes it.
#nullable enable

using Omnibus;

namespace Campus.Events;

public sealed partial record StudentRegistered : IEvent<StudentRegistered>
{
    public static EventDefinition<StudentRegistered> Definition { get; } = new(
        codecs: [new JsonCodec()],
        keys:
        [
            new("student.number", static value => KeyText.Of(value.Student.Number)),
            new("student.name", static value => KeyText.Of(value.Student.Name)),
            new("student.email", static value => KeyText.Of(value.Student.Email)),
            new("programme", static value => KeyText.Of(value.Programme)),
            new("address.street", static value => KeyText.Of(value.Address?.Street)),
            new("address.city", static value => KeyText.Of(value.Address?.City)),
            new("address.postal_code", static value => KeyText.Of(value.Address?.PostalCode)),
            new("address.country", static value => KeyText.Of(value.Address?.Country)),
            new("full_time", static value => KeyText.Of(value.FullTime)),
            new("registered_at", static value => KeyText.Of(value.RegisteredAt)),
        ])
    {
        Type = "edu.campus.student.registered.v1",
        Topic = "students",
        Key = "student.number",
    };

    private sealed class JsonCodec : JsonEventCodec<StudentRegistered>
    {
        private static readonly JsonFields s_fields = new("student", "programme", "address?", "languages", "full_time", "registered_at");

        protected override void Write(JsonEventWriter writer, StudentRegistered? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                StudentJson.Write(writer, value.Student);
                writer.WriteText(value.Programme);
                AddressJson.Write(writer, value.Address);
                writer.WriteList(value.Languages, static (writer, item) => writer.WriteText(item));
                writer.WriteBoolean(value.FullTime);
                writer.WriteTime(value.RegisteredAt);
                writer.EndRecord();
            }
        }

        protected override StudentRegistered Read(ref JsonEventReader reader)
        {
            Student student = null!;
            string programme = "";
            Address? address = null;
            IReadOnlyList<string> languages = null!;
            bool fullTime = false;
            DateTimeOffset registeredAt = default;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                switch (record.Field)
                {
                    case 0:
                        student = StudentJson.Read(ref reader);
                        break;
                    case 1:
                        programme = reader.ReadText();
                        break;
                    case 2:
                        address = reader.TryReadNull() ? null : AddressJson.Read(ref reader);
                        break;
                    case 3:
                        languages = reader.ReadList(static (ref reader) => reader.ReadText());
                        break;
                    case 4:
                        fullTime = reader.ReadBoolean();
                        break;
                    case 5:
                        registeredAt = reader.ReadTime();
                        break;
                }
            }

            return new StudentRegistered(student, programme, address, languages, fullTime, registeredAt);
        }
    }
}

using System.Text;
using Campus.Events;
using CsCheck;

namespace Omnibus.Core.Tests.Encodings;

public sealed class JsonEventReaderTests
{
    private const string Student = """{"number":"s-1","name":"Ada"}""";
    private const string Course = """{"code":"c","title":"t","credits":1}""";
    private const string Id = "\"0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90\"";
    private const string Time = "\"2026-01-02T03:04:05+00:00\"";

    [Fact]
    public void What_was_written_is_read_back() => CampusExamples.Submissions.Sample(submission =>
    {
        var json = JsonEventWriterTests.Json(submission);
        var read = Read<AssignmentSubmitted>(json);

        Assert.Equal(json, JsonEventWriterTests.Json(read));
        Assert.Equal(submission.Scores, read.Scores);
        Assert.Equal(submission.Files.Select(file => file with { Checksum = null }), read.Files.Select(file => file with { Checksum = null }));
        Assert.True(submission.Files.Zip(read.Files).All(pair => pair.First.Checksum.AsSpan().SequenceEqual(pair.Second.Checksum)));
        Assert.Equal(submission with { Scores = read.Scores, Files = read.Files }, read);
        Assert.Equal(submission.SubmittedAt.Offset, read.SubmittedAt.Offset);
    });

    [Fact]
    public void Fields_come_in_any_order_and_optional_ones_may_be_missing()
    {
        var read = Read<EnrolmentCreated>(
            $$"""{"created_at":{{Time}},"course":{{Course}},"st\u0075dent":{{Student}},"waiting_list":true,"enrolment_id":{{Id}}}""");

        Assert.Equal(
            new EnrolmentCreated(
                new Guid("0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90"), new Student("s-1", "Ada"), new Course("c", "t", 1), true, null,
                new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            read);
    }

    [Fact]
    public void Unknown_fields_are_passed_over_on_the_wire_and_refused_with_their_path_in_text_of_a_person()
    {
        var json = $$"""{"enrolment_id":{{Id}},"student":{"number":"s","nick":{"a":[1,{}]},"name":"n"},"course":{{Course}},"waiting_list":true,"created_at":{{Time}}}""";

        Assert.Equal("s", Read<EnrolmentCreated>(json).Student.Number);
        var refused = Assert.Throws<EventDataException>(() => EnrolmentCreated.Definition.DecodeJson(Encoding.UTF8.GetBytes(json), JsonReading.Strict, line: 7));
        Assert.Equal(("student.nick", 7L), (refused.FieldPath, refused.Line));
    }

    [Theory]
    [InlineData("waiting_list", "\"true\"", "waiting_list")]
    [InlineData("waiting_list", "0", "waiting_list")]
    [InlineData("waiting_list", "null", "waiting_list")]
    [InlineData("fee_cents", "9223372036854775808", "fee_cents")]
    [InlineData("fee_cents", "1.0", "fee_cents")]
    [InlineData("fee_cents", "1e3", "fee_cents")]
    [InlineData("fee_cents", "\"1\"", "fee_cents")]
    [InlineData("enrolment_id", "\"no-uuid\"", "enrolment_id")]
    [InlineData("enrolment_id", "7", "enrolment_id")]
    [InlineData("created_at", "\"2026-01-02T03:04:05\"", "created_at")]
    [InlineData("created_at", "\"soon\"", "created_at")]
    [InlineData("created_at", "1767323045", "created_at")]
    [InlineData("student", "[]", "student")]
    [InlineData("student", "\"s\"", "student")]
    [InlineData("student", "null", "student")]
    [InlineData("student", """{"number":"s"}""", "student.name")]
    [InlineData("student", """{"number":"s","number":"t","name":"n"}""", "student.number")]
    [InlineData("student", """{"number":null,"name":"n"}""", "student.number")]
    [InlineData("student", """{"number":"\ud83d","name":"n"}""", "student.number")]
    [InlineData("student", """{"number":"\ude00\ud83d","name":"n"}""", "student.number")]
    [InlineData("student", """{"number":"s","name":7}""", "student.name")]
    [InlineData("course", """{"code":"c","title":"t","credits":1e999}""", "course.credits")]
    [InlineData("course", """{"code":"c","title":"t","credits":"nan"}""", "course.credits")]
    [InlineData("course", """{"code":"c","title":"t","credits":NaN}""", "course.credits")]
    [InlineData("course", """{"code":"c" "title":"t"}""", "course")]
    public void What_is_wrong_is_said_with_path_and_line(string field, string value, string path)
    {
        var fields = new Dictionary<string, string>
        {
            ["enrolment_id"] = Id, ["student"] = Student, ["course"] = Course, ["waiting_list"] = "true", ["fee_cents"] = "null", ["created_at"] = Time,
        };
        fields[field] = value;
        var json = "{" + string.Join(",\n", fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";

        var refused = Assert.Throws<EventDataException>(() => EnrolmentCreated.Definition.DecodeJson(Encoding.UTF8.GetBytes(json), JsonReading.Tolerant, line: 10));

        Assert.Equal(path, refused.FieldPath);
        Assert.Equal(10 + fields.Keys.ToList().IndexOf(field), refused.Line);
        Assert.DoesNotContain("1767323045", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modules", """[{"title":"a","hours":1,"required":true,"topics":[]},{"title":"b","hours":1,"required":true,"topics":["x",1]}]""", "modules[1].topics[1]")]
    [InlineData("seats", """{"main":1,"north":true}""", "seats.north")]
    [InlineData("seats", """{"main":1,"m\u0061in":2}""", "seats.main")]
    [InlineData("teachers", "{}", "teachers")]
    [InlineData("teachers", "[{]", "teachers[0]")]
    public void Places_in_lists_and_maps_are_part_of_the_path(string field, string value, string path)
    {
        var fields = new Dictionary<string, string>
        {
            ["course"] = Course, ["teachers"] = "[]", ["modules"] = "[]", ["seats"] = "{}", ["starts_at"] = Time,
        };
        fields[field] = value;
        var json = "{" + string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";

        Assert.Equal(path, Assert.Throws<EventDataException>(() => Read<CoursePublished>(json)).FieldPath);
    }

    [Fact]
    public void A_number_is_read_as_it_was_written()
    {
        Assert.Equal(double.NegativeZero, Credits("-0"));
        Assert.True(double.IsNegative(Credits("-0.0")));
        Assert.Equal(9007199254740993d, Credits("9007199254740993"));
        Assert.Equal(double.NegativeInfinity, Credits("\"-Infinity\""));
        Assert.True(double.IsNaN(Credits("\"NaN\"")));

        static double Credits(string number) => Read<EnrolmentCreated>(
            $$"""{"enrolment_id":{{Id}},"student":{{Student}},"course":{"code":"c","title":"t","credits":{{number}}},"waiting_list":true,"created_at":{{Time}}}""")
            .Course.Credits;
    }

    [Fact]
    public void Each_beginning_of_an_event_ends_too_early_and_nothing_may_follow_the_whole()
    {
        var json = Encoding.UTF8.GetBytes(JsonEventWriterTests.Json(CampusExamples.Course));
        for (var length = 0; length < json.Length; length++)
        {
            var refused = Assert.Throws<EventDataException>(() => Decode(json.AsSpan(0, length)));
            Assert.Equal("The JSON ends too early.", refused.Problem);
            Assert.Equal(1, refused.Line);
        }

        Assert.Equal(CampusExamples.Course.Seats, Decode([.. json, .. " \n"u8]).Seats);
        Assert.Throws<EventDataException>(() => Decode([.. json, .. "{}"u8]));
        Assert.Throws<EventDataException>(() => Decode([.. json, .. "x"u8]));

        static CoursePublished Decode(ReadOnlySpan<byte> data) => CoursePublished.Definition.DecodeJson(data, JsonReading.Strict);
    }

    [Fact]
    public void Values_that_lie_too_deep_are_refused()
    {
        var known = string.Concat(Enumerable.Repeat("{\"next\":", 65)) + "null" + new string('}', 65);
        var unknown = "{\"other\":" + new string('[', 64) + new string(']', 64) + "}";

        Assert.Contains("64 levels", Assert.Throws<EventDataException>(() => Read<Chain>(known)).Message, StringComparison.Ordinal);
        Assert.Contains("64 levels", Assert.Throws<EventDataException>(() => Read<Chain>(unknown)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_give_an_event_or_an_EventDataException_and_nothing_else()
    {
        var whole = Encoding.UTF8.GetBytes(JsonEventWriterTests.Json(CampusExamples.Course));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((first, one, second, other) =>
        {
            byte[] damaged = [.. whole];
            damaged[first] = one;
            damaged[second] = other;
            try
            {
                CoursePublished.Definition.DecodeJson(damaged, JsonReading.Tolerant);
            }
            catch (EventDataException)
            {
                // said politely
            }
        });
    }

    [Fact]
    public void Reading_allocates_the_event_and_nothing_else()
    {
        var json = Encoding.UTF8.GetBytes(JsonEventWriterTests.Json(CampusExamples.Enrolment));
        var codec = JsonEventWriterTests.Codec<EnrolmentCreated>();
        var whole = CampusExamples.Enrolment;
        Measure(() => codec.Decode(json));
        Measure(Copy);

        Assert.Equal(Measure(Copy), Measure(() => codec.Decode(json)));

        EnrolmentCreated Copy() => new(
            whole.EnrolmentId,
            new Student(new string(whole.Student.Number), new string(whole.Student.Name), new string(whole.Student.Email)),
            new Course(new string(whole.Course.Code), new string(whole.Course.Title), whole.Course.Credits),
            whole.WaitingList,
            whole.FeeCents,
            whole.CreatedAt);

        static long Measure(Func<EnrolmentCreated> make)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var turn = 0; turn < 100; turn++)
            {
                make();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static TEvent Read<TEvent>(string json)
        where TEvent : class, IEvent<TEvent> => TEvent.Definition.DecodeJson(Encoding.UTF8.GetBytes(json), JsonReading.Tolerant);
}

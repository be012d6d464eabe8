using System.Buffers;
using System.Text;
using Campus.Events;

namespace Omnibus.Core.Tests.Encodings;

public sealed class JsonEventWriterTests
{
    [Fact]
    public void An_event_is_written_in_the_order_of_its_fields()
    {
        Assert.Equal(
            Flat("""
                {"enrolment_id":"0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90",
                "student":{"number":"s-1","name":"Ada Lovelace","email":"ada@campus.example"},
                "course":{"code":"math-1","title":"Analysis \"I\"","credits":7.5},
                "waiting_list":false,"fee_cents":9223372036854775807,"created_at":"2026-09-01T08:30:00.000250+02:00"}
                """),
            Json(CampusExamples.Enrolment));
    }

    [Fact]
    public void Lists_maps_and_absent_values_are_written_with_keys_in_the_order_of_code_points()
    {
        Assert.Equal(
            Flat("""
                {"course":{"code":"math-1","title":"Análisis 🧮","credits":7.5},
                "teachers":[{"name":"Emmy","email":"emmy@campus.example"}],
                "modules":[{"title":"Limits","hours":"Infinity","required":true,"topics":["ε","δ"]},
                {"title":"Series","hours":-0,"required":false,"topics":[]}],
                "seats":{"B":-9223372036854775808,"b":1,"�":2,"😀":3},
                "starts_at":"2026-09-01T06:30:00.000250+00:00","ends_at":null}
                """),
            Json(CampusExamples.Course));
    }

    [Fact]
    public void Bytes_are_base64_and_whole_seconds_have_no_fraction()
    {
        var submission = new AssignmentSubmitted(
            Guid.Empty, new Student("s", "n"), new Course("c", "t", double.NaN), "a", int.MinValue, true,
            [new SubmittedFile("f", 3, [0, 255, 62]), new SubmittedFile("g", 0)], new Dictionary<string, double> { [""] = 1e300 },
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)).AddTicks(9));

        Assert.Equal(
            Flat("""
                {"submission_id":"00000000-0000-0000-0000-000000000000","student":{"number":"s","name":"n","email":null},
                "course":{"code":"c","title":"t","credits":"NaN"},"assignment":"a","attempt":-2147483648,"late":true,
                "files":[{"name":"f","size_bytes":3,"checksum":"AP8+"},{"name":"g","size_bytes":0,"checksum":null}],
                "scores":{"":1E+300},"submitted_at":"2026-01-02T03:04:05-05:30"}
                """),
            Json(submission));
    }

    public static TheoryData<CoursePublished, string> Unwritable => new()
    {
        { CampusExamples.Course with { Course = null! }, "course" },
        { CampusExamples.Course with { Course = new Course(null!, "t", 1) }, "course.code" },
        { CampusExamples.Course with { Teachers = null! }, "teachers" },
        { CampusExamples.Course with { Teachers = [null!] }, "teachers[0]" },
        { CampusExamples.Course with { Teachers = [new Teacher("a", "b"), new Teacher("a", "\ude00\ud83d")] }, "teachers[1].email" },
        { CampusExamples.Course with { Modules = [new CourseModule("t", 1, true, ["a", null!])] }, "modules[0].topics[1]" },
        { CampusExamples.Course with { Seats = null! }, "seats" },
        { CampusExamples.Course with { Seats = new Dictionary<string, long> { ["x\ud83d"] = 1 } }, "seats.x\ud83d" },
    };

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void What_cannot_be_written_is_refused_with_its_path_and_leaves_nothing_behind(CoursePublished @event, string path)
    {
        var buffer = new ArrayBufferWriter<byte>();

        var refused = Assert.Throws<EventDataException>(() => Codec<CoursePublished>().Encode(@event, buffer));

        Assert.Equal(path, refused.FieldPath);
        Assert.Equal(0, buffer.WrittenCount);
        Assert.StartsWith("{\"course\"", Json(CampusExamples.Course), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_lie_too_deep_in_one_another_are_refused()
    {
        Assert.Equal(Chain.Of(64), Codec<Chain>().Decode(Encoding.UTF8.GetBytes(Json(Chain.Of(64)))));
        var refused = Assert.Throws<EventDataException>(() => Json(Chain.Of(65)));
        Assert.Equal(string.Join('.', Enumerable.Repeat("next", 64)), refused.FieldPath);
    }

    [Fact]
    public void A_codec_that_forgets_a_field_is_told_so() =>
        Assert.Throws<InvalidOperationException>(() => new ForgetfulCodec().Encode(Chain.Of(1), new ArrayBufferWriter<byte>()));

    [Fact]
    public void An_event_can_be_written_while_another_one_is()
    {
        var buffer = new ArrayBufferWriter<byte>();
        new NestingCodec().Encode(Chain.Of(1), buffer);
        Assert.Equal("""{"next":"{\"next\":null}"}""", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        Write(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write(int times)
        {
            for (var turn = 0; turn < times; turn++)
            {
                buffer.ResetWrittenCount();
                Codec<CoursePublished>().Encode(CampusExamples.Course, buffer);
                Codec<EnrolmentCreated>().Encode(CampusExamples.Enrolment, buffer);
            }
        }
    }

    private static string Flat(string text) => text.ReplaceLineEndings("");

    internal static IEventCodec<TEvent> Codec<TEvent>()
        where TEvent : class, IEvent<TEvent> => TEvent.Definition.CodecFor(ContentTypes.Json)!;

    internal static string Json<TEvent>(TEvent @event)
        where TEvent : class, IEvent<TEvent>
    {
        var buffer = new ArrayBufferWriter<byte>();
        Codec<TEvent>().Encode(@event, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

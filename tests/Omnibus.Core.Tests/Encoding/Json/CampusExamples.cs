using Campus.Events;
using CsCheck;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>Events of the campus, whole ones and random ones.</summary>
internal static class CampusExamples
{
    public static DateTimeOffset Morning { get; } = new DateTimeOffset(2026, 9, 1, 8, 30, 0, TimeSpan.FromHours(2)).AddMicroseconds(250);

    public static EnrolmentCreated Enrolment { get; } = new(
        new Guid("0b6cf3f4-3a0e-4a3d-9d4e-2f6a1c7e8b90"),
        new Student("s-1", "Ada Lovelace", "ada@campus.example"),
        new Course("math-1", "Analysis \"I\"", 7.5),
        WaitingList: false,
        FeeCents: long.MaxValue,
        Morning);

    public static CoursePublished Course { get; } = new(
        new Course("math-1", "Análisis 🧮", 7.5),
        [new Teacher("Emmy", "emmy@campus.example")],
        [new CourseModule("Limits", double.PositiveInfinity, true, ["ε", "δ"]), new CourseModule("Series", -0.0, false, [])],
        new Dictionary<string, long> { ["\U0001F600"] = 3, ["\uFFFD"] = 2, ["b"] = 1, ["B"] = long.MinValue },
        Morning.ToUniversalTime(),
        null);

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 20],
        Gen.Int[0, 0x10FFFF].Where(point => point is < 0xD800 or > 0xDFFF).Array[0, 8].Select(points => string.Concat(points.Select(char.ConvertFromUtf32))));

    public static Gen<DateTimeOffset> Time { get; } = Gen.Select(Gen.Long[0, 4_000_000_000_000_000], Gen.Int[-840, 840]).Select((microseconds, minutes) =>
        new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero).AddYears(1900).ToOffset(TimeSpan.FromMinutes(minutes)));

    public static Gen<Student> Students { get; } = Gen.Select(Text, Text, Text.Null()).Select((number, name, email) => new Student(number, name, email));

    public static Gen<Course> Courses { get; } = Gen.Select(Text, Text, Gen.Double).Select((code, title, credits) => new Course(code, title, credits));

    public static Gen<AssignmentSubmitted> Submissions { get; } = Gen.Select(
        Gen.Guid, Students, Courses, Text, Gen.Int, Gen.Bool, Files().Array[0, 5], Scores(), Time,
        (id, student, course, assignment, attempt, late, files, scores, time) =>
            new AssignmentSubmitted(id, student, course, assignment, attempt, late, files, scores, time));

    private static Gen<SubmittedFile> Files() => Gen.Select(Text, Gen.Long, Gen.Byte.Array.Null()).Select((name, size, sum) => new SubmittedFile(name, size, sum));

    private static Gen<Dictionary<string, double>> Scores() => Gen.Dictionary(Text, Gen.Double)[0, 20];
}

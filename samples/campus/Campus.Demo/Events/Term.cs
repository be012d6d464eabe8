using Campus.Events;
using Omnibus;

namespace Campus.Demo.Events;

/// <summary>A term at the campus: courses open, students come, enrol, hand work in, leave or finish. The same seed makes the same term.</summary>
internal sealed class Term(int seed)
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly List<Happening> _happenings = [];

    /// <summary>So many happenings in the order of their times.</summary>
    public IEnumerable<Happening> Take(int count)
    {
        foreach (var course in Names.Courses)
        {
            Publish(course);
        }

        for (var number = 0; _happenings.Count < count; number++)
        {
            Study(number);
        }

        // What is too much belongs to the last student; a stable order keeps what has the same time as it was made.
        return _happenings.Take(count).OrderBy(happening => happening.Time);
    }

    private void Publish(Course course)
    {
        CourseModule[] modules = [new("Foundations", 12, true, ["terms", "methods"]), new("Practice", 24.5, true, ["project"]), new("Outlook", 4, false, [])];
        Teacher[] teachers = [new(Names.Person(_random), $"{course.Code.ToLowerInvariant()}@campus.example")];
        Add(s_begin.AddDays(-30).AddMinutes(_random.Next(10_000)), new CoursePublished(
            course, teachers, modules, new Dictionary<string, long> { ["north"] = _random.Next(20, 200), ["harbour"] = _random.Next(10, 60) }, s_begin, s_begin.AddDays(110)));
    }

    private void Study(int number)
    {
        var name = Names.Person(_random);
        var student = new Student($"M{seed:000}-{number:00000}", name, _random.Next(20) == 0 ? null : Names.Mail(name, number));
        var time = s_begin.AddDays(-20).AddSeconds(_random.Next(1_500_000));
        Add(time, new StudentRegistered(
            student,
            Names.Of(_random, Names.Programmes),
            _random.Next(3) == 0 ? null : new Address($"{Names.Of(_random, Names.Streets)} {_random.Next(1, 120)}", Names.Of(_random, Names.Cities), $"{_random.Next(10_000, 99_999)}", "DE"),
            _random.Next(2) == 0 ? ["de", "en"] : ["en"],
            FullTime: _random.Next(4) > 0,
            time));
        foreach (var course in Names.Courses.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4)).ToList())
        {
            Take(student, course, time.AddMinutes(_random.Next(1, 5_000)));
        }
    }

    private void Take(Student student, Course course, DateTimeOffset time)
    {
        var enrolment = EventFileWriter.NewId(_random);
        Add(time, new EnrolmentCreated(enrolment, student, course, _random.Next(10) == 0, _random.Next(5) == 0 ? null : _random.Next(0, 60_000), time));
        if (_random.Next(8) == 0)
        {
            time = time.AddHours(_random.Next(1, 500));
            Add(time, new EnrolmentCancelled(enrolment, student, course, _random.Next(2) == 0 ? "No time" : null, 0, time));
            return;
        }

        var grade = Math.Round(1 + (_random.NextDouble() * 4), 1);
        for (var assignment = 1; assignment <= 2; assignment++)
        {
            time = time.AddHours(_random.Next(200, 700));
            SubmittedFile[] files = [new($"{course.Code}-{assignment}.pdf", _random.Next(20_000, 4_000_000))];
            Add(time, new AssignmentSubmitted(
                EventFileWriter.NewId(_random), student, course, $"Assignment {assignment}", 1, _random.Next(9) == 0, files, new Dictionary<string, double> { ["style"] = _random.Next(100), ["tests"] = _random.Next(100) }, time));
        }

        if (grade < 4)
        {
            time = time.AddDays(_random.Next(5, 20));
            Add(time, new CertificateIssued(EventFileWriter.NewId(_random), student, course, grade, grade < 1.5, time, null));
        }
    }

    private void Add<TEvent>(DateTimeOffset time, TEvent @event)
        where TEvent : class, IEvent<TEvent> => _happenings.Add(EventFileWriter.Line(_random, time, @event));
}

using Campus.Events;
using Campus.Service;
using Omnibus;

namespace Campus.Reports;

/// <summary>
/// The courses with their enrolments, submissions and certificates, in memory. It holds sets of ids and not numbers, so that a delivery that comes again
/// changes nothing. Safe on any thread.
/// </summary>
internal sealed class Enrolments(Totals totals)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CourseIds> _courses = [];

    public ValueTask Open(Course course, EventContext context) => Change(course, context, static (_, _) => { }, default);

    public ValueTask Add(Guid enrolment, Course course, EventContext context) => Change(course, context, static (ids, id) => ids.Enrolled.Add(id), enrolment);

    public ValueTask Remove(Guid enrolment, Course course, EventContext context) => Change(course, context, static (ids, id) => ids.Enrolled.Remove(id), enrolment);

    public ValueTask Submit(Guid submission, Course course, EventContext context) => Change(course, context, static (ids, id) => ids.Submitted.Add(id), submission);

    public ValueTask Finish(Guid certificate, Course course, EventContext context) => Change(course, context, static (ids, id) => ids.Finished.Add(id), certificate);

    /// <summary>The courses, the fullest first.</summary>
    public IReadOnlyList<CourseReport> List()
    {
        lock (_gate)
        {
            return [.. _courses.Values
                .Select(ids => new CourseReport(ids.Course.Code, ids.Course.Title, ids.Enrolled.Count, ids.Submitted.Count, ids.Finished.Count))
                .OrderByDescending(report => report.Enrolments)
                .ThenBy(report => report.Code, StringComparer.Ordinal)];
        }
    }

    private ValueTask Change(Course course, EventContext context, Action<CourseIds, Guid> change, Guid id)
    {
        lock (_gate)
        {
            if (!_courses.TryGetValue(course.Code, out var ids))
            {
                _courses.Add(course.Code, ids = new CourseIds(course));
            }

            change(ids, id);
        }

        totals.Handled(context.Metadata);
        return ValueTask.CompletedTask;
    }

    private sealed record CourseIds(Course Course)
    {
        public HashSet<Guid> Enrolled { get; } = [];

        public HashSet<Guid> Submitted { get; } = [];

        public HashSet<Guid> Finished { get; } = [];
    }
}

/// <summary>A line of <c>GET /courses</c>.</summary>
internal sealed record CourseReport(string Code, string Title, int Enrolments, int Submissions, int Certificates);

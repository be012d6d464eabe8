using Omnibus;

namespace Campus.Events;

/// <summary>A course can be chosen.</summary>
/// <param name="Course">The course.</param>
/// <param name="Teachers">Who teaches it.</param>
/// <param name="Modules">Its parts, in order.</param>
/// <param name="Seats">How many seats there are, by campus.</param>
/// <param name="StartsAt">The first lecture.</param>
/// <param name="EndsAt">The last lecture, if that is known.</param>
[Event("edu.campus.course.published.v1", Topic = "courses", Key = "course.code")]
public sealed partial record CoursePublished(
    Course Course,
    IReadOnlyList<Teacher> Teachers,
    IReadOnlyList<CourseModule> Modules,
    IReadOnlyDictionary<string, long> Seats,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt);

namespace Campus.Events;

/// <summary>A part of a course.</summary>
/// <param name="Title">The title.</param>
/// <param name="Hours">How long it takes.</param>
/// <param name="Required">Whether the course cannot be finished without it.</param>
/// <param name="Topics">What it is about.</param>
public sealed record CourseModule(string Title, double Hours, bool Required, IReadOnlyList<string> Topics);

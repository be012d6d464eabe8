namespace Campus.Events;

/// <summary>Somebody who teaches a course.</summary>
public sealed record Teacher(string Name, string Email);

namespace Campus.Events;

/// <summary>A course.</summary>
/// <param name="Code">The code in the catalogue.</param>
/// <param name="Title">The title.</param>
/// <param name="Credits">What it counts for.</param>
public sealed record Course(string Code, string Title, double Credits);

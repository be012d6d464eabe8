namespace Campus.Events;

/// <summary>A student.</summary>
/// <param name="Number">The matriculation number.</param>
/// <param name="Name">The full name.</param>
/// <param name="Email">Where mail goes, if the student gave an address.</param>
public sealed record Student(string Number, string Name, string? Email = null);

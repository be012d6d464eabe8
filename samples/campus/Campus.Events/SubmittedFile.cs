namespace Campus.Events;

/// <summary>A file of a submission.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Checksum">Its SHA-256, once it is scanned.</param>
public sealed record SubmittedFile(string Name, long SizeBytes, byte[]? Checksum = null);

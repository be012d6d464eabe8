namespace Omnibus.OpenEdx.Catalogue.Writing;

/// <summary>One file of C#.</summary>
/// <param name="Path">Below the folder of the project, with slashes.</param>
/// <param name="Text">Everything in it.</param>
internal sealed record SourceFile(string Path, string Text);

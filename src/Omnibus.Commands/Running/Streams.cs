namespace Omnibus.Commands.Running;

/// <summary>Where a command reads and writes.</summary>
internal sealed record Streams(TextWriter Output, TextWriter Error, TextReader Input);

namespace Omnibus.SourceGeneration.Tests;

/// <summary>An event of any length, for one test class alone: its codec remembers how long its events are.</summary>
[Event("test.blob.v1")]
public sealed partial record Blob(string Text, byte[] Bytes);

namespace Omnibus.Recovery.Tests.Harness;

/// <summary>An event with a key and its number.</summary>
[Event("test.counted.v1", Topic = "counted", Key = "key")]
public sealed partial record Counted(string Key, long Number);

/// <summary>Another event, which travels on a topic of its own.</summary>
[Event("test.other.v1", Topic = "others")]
public sealed partial record Other(string Text);

namespace Omnibus.Doctor.Tests.Harness;

/// <summary>An event with a key.</summary>
[Event("test.counted.v1", Topic = "counted", Key = "key")]
public sealed partial record Counted(string Key, long Number);

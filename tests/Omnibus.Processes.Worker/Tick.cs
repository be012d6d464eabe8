namespace Omnibus.Processes;

/// <summary>An event with a key and its number among the events of that key.</summary>
[Event("test.tick.v1", Topic = "ticks", Key = "key")]
public sealed partial record Tick(string Key, long Number);

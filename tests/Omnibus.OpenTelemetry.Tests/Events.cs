namespace Omnibus.OpenTelemetry.Tests;

[Event("test.order.v1", Topic = "orders", Key = "number")]
internal sealed partial record Order(string Number);

[Event("test.stray.v1", Topic = "orders")]
internal sealed partial record Stray(string Number);

[Event("test.silent.v1", Topic = "silence")]
internal sealed partial record Silent(string Number);

[Event("test.large.v1", Topic = "large")]
internal sealed partial record Large(string Text);

namespace Omnibus.Diagnostics;

/// <summary>The attributes of measurements and spans. Those of <c>messaging</c> and <c>error</c> are OpenTelemetry's.</summary>
internal static class Tags
{
    public const string System = "messaging.system";
    public const string Operation = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string Partition = "messaging.destination.partition.id";
    public const string Group = "messaging.consumer.group.name";
    public const string MessageId = "messaging.message.id";
    public const string BatchCount = "messaging.batch.message_count";
    public const string ErrorType = "error.type";
    public const string Transport = "omnibus.transport";
    public const string Consumer = "omnibus.consumer";
    public const string EventType = "omnibus.event.type";
    public const string Notice = "omnibus.notice";
    public const string Attempts = "omnibus.attempts";

    public const string Publish = "publish";
    public const string Receive = "receive";
    public const string Settle = "settle";
    public const string Process = "process";
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Omnibus.Kafka.Native;

/// <summary>librdkafka's own handle of a client, which the client library keeps to itself.</summary>
internal static class NativeHandle
{
    /// <summary>The handle; valid until the client is closed.</summary>
    /// <exception cref="NotSupportedException">This version of the client library keeps it somewhere else.</exception>
    public static nint Of(IClient client)
    {
        try
        {
            return ((SafeHandle)LibrdkafkaHandle(client.Handle)).DangerousGetHandle();
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException or InvalidCastException)
        {
            throw new NotSupportedException(
                $"The driver 'kafka' does not know Confluent.Kafka {typeof(IClient).Assembly.GetName().Version}: it reads through a handle that was there in 2.16. "
                + "Reference the version that Omnibus.Kafka asks for.",
                exception);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object LibrdkafkaHandle(Handle handle);
}

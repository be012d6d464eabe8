using System.Runtime.InteropServices;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;

namespace Omnibus.Kafka;

/// <summary>Loads librdkafka, or says what is missing on this machine.</summary>
internal static class KafkaLibrary
{
    // Once for the process, and whoever comes second waits for it.
    private static readonly Lazy<bool> s_resolving = new(static () =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Librdkafka).Assembly, static (name, _, _) => Librdkafka.Resolve(name, typeof(Library).Assembly));
        return true;
    });

    /// <summary>Loads the library once for the process.</summary>
    /// <exception cref="SettingException">It cannot be loaded here.</exception>
    public static void Load(string path) => Load(path, static () =>
    {
        Library.Load();
        _ = s_resolving.Value;
    });

    /// <summary>Why it cannot be loaded here, and what helps; null where it can.</summary>
    public static string? WhyNot() => WhyNot(static () => Library.Load());

    internal static string? WhyNot(Action load)
    {
        try
        {
            Load("", load);
            return null;
        }
        catch (SettingException exception)
        {
            return exception.Problem;
        }
    }

    internal static void Load(string path, Action load)
    {
        try
        {
            load();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or FileLoadException
            or TypeInitializationException or InvalidOperationException or EntryPointNotFoundException)
        {
            throw new SettingException(
                path,
                $"the driver 'kafka' cannot be used here: librdkafka does not load on {RuntimeInformation.RuntimeIdentifier} ({exception.Message.TrimEnd('.')}). "
                + Remedy());
        }
    }

    private static string Remedy() => OperatingSystem.IsLinux()
        ? "It comes with the package librdkafka.redist for x64, arm64 and s390x, and needs the C library of the distribution and SASL "
            + "(Debian, Ubuntu: libsasl2-2; Fedora: cyrus-sasl-lib; Alpine: libsasl). Publish for this runtime identifier, or choose another driver."
        : "It comes with the package librdkafka.redist for Windows x64 and x86 and for macOS. Publish for one of these, or choose another driver.";
}

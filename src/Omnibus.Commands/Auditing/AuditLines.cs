using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Omnibus.Commands.Auditing;

/// <summary>Writes audit lines to standard error, always; what goes on besides only with <c>--verbose</c>.</summary>
internal sealed class AuditLines(TextWriter error, TimeProvider time) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName == Audit.Category ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (error)
        {
            error.WriteLine($"audit {time.GetUtcNow():u} {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}

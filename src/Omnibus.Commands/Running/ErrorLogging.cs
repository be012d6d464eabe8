using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Omnibus.Commands.Auditing;

namespace Omnibus.Commands.Running;

/// <summary>Writes log lines to standard error, so that standard output has events alone. Audit lines are written by <see cref="AuditLines"/>.</summary>
internal sealed class ErrorLogging(TextWriter error) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName == Audit.Category ? NullLogger.Instance : this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        lock (error)
        {
            error.WriteLine($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
        }
    }

    public void Dispose()
    {
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Purser.Host.Composition;

/// <summary>
/// Writes each log entry as one line to standard error, and drops from it what might open a door: queries,
/// fragments, keys and links. Header fields and bodies are never handed to it.
/// </summary>
public sealed partial class LineLog(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _line = new();

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>The text without its secrets, on one line.</summary>
    public static string Clean(string text)
    {
        var open = Key().Replace(text, "$1…");
        open = Path().Replace(open, "$1…");
        open = Link().Replace(open, "$1.…");
        open = Tail().Replace(open, "$1$2…");
        return Breaks().Replace(open, " | ");
    }

    private void Write(LogLevel level, string category, string text, Exception? fault)
    {
        var whole = fault is null ? text : $"{text}: {fault}";
        var stamp = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        lock (_line) output.WriteLine($"{stamp} {Word(level)} {category}: {Clean(whole)}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "fatal",
        LogLevel.Error => "error",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "debug",
    };

    [GeneratedRegex("\\b(pk_[a-z]+_)[A-Za-z0-9_-]+")]
    private static partial Regex Key();

    [GeneratedRegex(
        "\\b(event|personal|sign-in|pay|photo-review|waiver|keep|unsubscribe)\\.[a-z0-9_~-]+\\.[0-9]+\\.[A-Za-z0-9._-]+")]
    private static partial Regex Link();

    [GeneratedRegex("(/(?:feeds|l|sign-in|photos|photo-review|unsubscribe)/)[^\\s?#\"']+")]
    private static partial Regex Path();

    [GeneratedRegex("((?:https?:/)?/[^\\s?#\"']*)([?#])[^\\s\"']+")]
    private static partial Regex Tail();

    [GeneratedRegex("\\s*[\\r\\n]+\\s*")]
    private static partial Regex Breaks();

    private sealed class Writer(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, category, formatter(state, exception), exception);
    }
}

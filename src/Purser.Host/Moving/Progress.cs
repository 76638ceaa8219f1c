using System.Globalization;

namespace Purser.Host.Moving;

/// <summary>Says how far long work is: each kind once when it is done, and now and then before.</summary>
/// <param name="output">Standard error.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class Progress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);
    private long _last = time.GetTimestamp();

    /// <summary>Says what is begun.</summary>
    public void Say(string what) => output.WriteLine($"purser: {what}");

    /// <summary>Says how far it is, if it has not just been said.</summary>
    public void At(string what, long count)
    {
        if (time.GetElapsedTime(_last) < Often) return;
        _last = time.GetTimestamp();
        Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0}"));
    }

    /// <summary>Says that it is done.</summary>
    public void Done(string what, long count)
    {
        _last = time.GetTimestamp();
        Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0}, done"));
    }
}

using NodaTime;

namespace Purser.Host.Composition;

/// <summary>
/// The clock of everything, in the terms of both worlds: instants for the house, a time provider for the
/// rest.
/// </summary>
public sealed class HouseClock(TimeProvider time) : IClock
{
    /// <summary>The same clock for what the base library times.</summary>
    public TimeProvider Time { get; } = time;

    /// <inheritdoc />
    public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(Time.GetUtcNow());
}

/// <summary>A clock that runs beside the true one: the sample's, started where <c>--at</c> said.</summary>
public sealed class ShiftedTime(TimeProvider inner, TimeSpan offset) : TimeProvider
{
    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + offset;

    /// <inheritdoc />
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}

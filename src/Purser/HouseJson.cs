using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Purser;

/// <summary>
/// How NodaTime's types are written, for the source-generated contexts, which want converters that they can
/// construct: instants as RFC 3339 in UTC, local date-times as <c>yyyy-MM-ddTHH:mm</c> (RFC 3339 without an
/// offset: harbour time).
/// </summary>
public static class HouseJson
{
    /// <summary>An instant, <c>2027-05-30T17:00:00Z</c>.</summary>
    public sealed class InstantConverter() : Wrapped<Instant>(
        new NodaPatternConverter<Instant>(NodaTime.Text.InstantPattern.ExtendedIso));

    /// <summary>A date, <c>2027-05-30</c>.</summary>
    public sealed class LocalDateConverter() : Wrapped<LocalDate>(
        new NodaPatternConverter<LocalDate>(NodaTime.Text.LocalDatePattern.Iso));

    /// <summary>A harbour time without seconds, <c>2027-05-30T10:00</c>.</summary>
    public sealed class LocalDateTimeConverter() : Wrapped<LocalDateTime>(
        new NodaPatternConverter<LocalDateTime>(Minutes));

    /// <summary>A time of day, <c>10:00</c>.</summary>
    public sealed class LocalTimeConverter() : Wrapped<LocalTime>(
        new NodaPatternConverter<LocalTime>(NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm")));

    private static readonly NodaTime.Text.LocalDateTimePattern Minutes =
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The text of a harbour time, as everywhere in the contract.</summary>
    public static string Text(LocalDateTime time) => Minutes.Format(time);

    /// <summary>The time that such a text of ours says.</summary>
    /// <exception cref="BugException">It is none: another reply was read than ours.</exception>
    public static LocalDateTime Time(string text) =>
        Minutes.Parse(text).TryGetValue(default, out var time)
            ? time
            : throw new BugException($"\"{text}\" is no harbour time");

    /// <summary>A converter that only forwards.</summary>
    public abstract class Wrapped<T>(JsonConverter<T> inner) : JsonConverter<T>
    {
        /// <inheritdoc />
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            inner.Read(ref reader, typeToConvert, options);

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            inner.Write(writer, value, options);
    }
}

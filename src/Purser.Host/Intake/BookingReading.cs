using Purser.Bookings;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake;

/// <summary>What a booking's document says, or why it cannot be taken.</summary>
public abstract record BookingReading
{
    private BookingReading()
    {
    }

    /// <summary>It can be taken.</summary>
    /// <param name="Request">Checked against the fleet.</param>
    /// <param name="Price">As said, for the annex to read; null if not said.</param>
    /// <param name="Notes">What the sender should know: a time that occurs twice.</param>
    public sealed record Parsed(BookingRequest Request, PriceText? Price, IReadOnlyList<string> Notes)
        : BookingReading;

    /// <summary>It cannot.</summary>
    /// <param name="Errors">All of them.</param>
    /// <param name="Status">400 if it is not JSON at all, else 422.</param>
    public sealed record Refused(IReadOnlyList<DocumentError> Errors, int Status) : BookingReading;

    /// <summary>Handles each case.</summary>
    public T Match<T>(Func<Parsed, T> parsed, Func<Refused, T> refused) => this switch
    {
        Parsed right => parsed(right),
        Refused wrong => refused(wrong),
        _ => throw new BugException("a case of a booking's reading is not handled"),
    };
}

/// <summary>A price as it was written; only the annex reads it.</summary>
/// <param name="Gross">In major units, for example <c>840.75</c>.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PriceText(string? Gross, string? Currency);

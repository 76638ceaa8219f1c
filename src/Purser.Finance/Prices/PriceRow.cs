using System.Text.Json;
using Purser.Bookings;
using Purser.Outside.Records;

namespace Purser.Finance.Prices;

/// <summary>What a booking costs its guest, and what its source last said of it.</summary>
/// <param name="Gross">Major units.</param>
/// <param name="Currency">Of the books.</param>
/// <param name="MoneyVersion">Raised by every new price and every posting.</param>
/// <param name="Said">What the source last said, in major units of the same currency.</param>
/// <param name="CollectedByChannel">True: guests pay the channel, which pays out.</param>
public sealed record PriceRow(string Gross, Currency Currency, long MoneyVersion, string Said, bool CollectedByChannel)
{
    /// <summary>The gross as an amount.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Money Price => Money.Stored(Gross, Currency);

    /// <summary>Where the price of a booking lies, in the office compartment.</summary>
    public static RecordKey Key(BookingId id) => new($"booking#{id}", "price");

    /// <summary>Reads the record, null if there is none.</summary>
    public static PriceRow? Read(StoredRecord? record) => record is null
        ? null
        : JsonSerializer.Deserialize(record.Body.Span, FinanceJson.Default.PriceRow)
            ?? throw new BugException($"no price in {record.Key}");

    /// <summary>Writes the record over its version (0 = none yet).</summary>
    public static RecordChange Write(BookingId id, PriceRow row, long expected) =>
        RecordChange.Put(Key(id), expected, JsonSerializer.SerializeToUtf8Bytes(row, FinanceJson.Default.PriceRow));
}

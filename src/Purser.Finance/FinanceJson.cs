using System.Text.Json.Serialization;
using Purser.Finance.Entries;
using Purser.Finance.Feeds;
using Purser.Finance.Ledger;
using Purser.Finance.Prices;
using Purser.Finance.Settling;
using Purser.Outside;

namespace Purser.Finance;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(HouseJson.InstantConverter), typeof(HouseJson.LocalDateConverter), typeof(HouseJson.LocalDateTimeConverter),
    ])]
[JsonSerializable(typeof(PriceRow))]
[JsonSerializable(typeof(Posting))]
[JsonSerializable(typeof(EpochRow))]
[JsonSerializable(typeof(RatesJson))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(DeskEntryMark))]
[JsonSerializable(typeof(Feed))]
internal sealed partial class FinanceJson : JsonSerializerContext;

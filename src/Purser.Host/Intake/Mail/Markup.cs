using System.Text.Json;

namespace Purser.Host.Intake.Mail;

/// <summary>What schema.org reservations in a mail say (JSON-LD), as values of fields.</summary>
internal static class Markup
{
    private const int MostReservations = 20;

    /// <summary>The values of every reservation in the blocks; a block that is not JSON is passed
    /// over.</summary>
    public static IReadOnlyList<Said> Read(IReadOnlyList<string> blocks)
    {
        var found = new List<Said>();
        foreach (var block in blocks)
        {
            try
            {
                using var document = JsonDocument.Parse(block, new JsonDocumentOptions { MaxDepth = 24 });
                foreach (var reservation in Reservations(document.RootElement).Take(MostReservations))
                    Read(reservation, found);
            }
            catch (JsonException)
            {
                // The text of the mail still speaks.
            }
        }

        return found;
    }

    private static IEnumerable<JsonElement> Reservations(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(Reservations);
        if (element.ValueKind != JsonValueKind.Object) return [];
        if (Types(element).Any(type =>
            type.EndsWith("Reservation", StringComparison.Ordinal))) return [element];
        return element.TryGetProperty("@graph", out var graph) ? Reservations(graph) : [];
    }

    private static IEnumerable<string> Types(JsonElement element)
    {
        if (!element.TryGetProperty("@type", out var type)) return [];
        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(Text) : [Text(type)];
    }

    private static void Read(JsonElement reservation, List<Said> found)
    {
        var trip = Member(reservation, "reservationFor");
        var guest = Member(reservation, "underName");
        void Add(MailField field, params string[] values)
        {
            if (values.FirstOrDefault(value => value.Length > 0) is { } value) found.Add(new Said(field,
                value));
        }

        Add(MailField.Reference, Text(reservation, "reservationNumber"), Text(reservation, "reservationId"));
        Add(MailField.Status, StatusWord(Text(reservation, "reservationStatus")));
        Add(MailField.Vessel, Text(trip, "name"), Text(Member(trip, "boat"), "name"));
        Add(MailField.Start, Text(trip, "startDate"), Text(trip, "departureTime"), Text(trip, "startTime"),
            Text(reservation, "startTime"), Text(reservation, "checkinTime"),
                Text(reservation, "checkinDate"));
        Add(MailField.End, Text(trip, "endDate"), Text(trip, "arrivalTime"), Text(trip, "endTime"),
            Text(reservation, "endTime"), Text(reservation, "checkoutTime"),
                Text(reservation, "checkoutDate"));
        Add(MailField.Name, Text(guest, "name"),
            $"{Text(guest, "givenName")} {Text(guest, "familyName")}".Trim());
        Add(MailField.Email, Text(guest, "email"));
        Add(MailField.Phone, Text(guest, "telephone"));
        Add(MailField.Party, Text(reservation, "partySize"), Text(reservation, "numSeats"),
            Text(Member(reservation, "partySize"), "value"));
        var price = Text(reservation, "totalPrice") is { Length: > 0 } total ? total
            : Text(reservation, "price");
        var currency = Text(reservation, "priceCurrency");
        if (price.Length > 0) found.Add(new Said(MailField.Gross, price.Any(char.IsLetter) ? price
            : $"{currency} {price}".Trim()));
    }

    private static string StatusWord(string status)
    {
        var name = status[(status.LastIndexOf('/') + 1)..];
        return name switch
        {
            "ReservationCancelled" or "Cancelled" => "cancelled",
            "ReservationConfirmed" or "Confirmed" => "confirmed",
            "" => "",
            _ => "open",
        };
    }

    private static JsonElement Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(name, out var member)) return default;
        return member.ValueKind == JsonValueKind.Array && member.GetArrayLength() == 1 ? member[0] : member;
    }

    private static string Text(JsonElement element, string name) => Text(Member(element, name));

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => TextLines.Tidy(value.GetString()!),
                JsonValueKind.Number => value.GetRawText(),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}

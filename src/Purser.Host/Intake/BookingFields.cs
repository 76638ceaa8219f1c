using Purser.Bookings;
using Purser.Fleet;
using Purser.Host.Intake.Json;

namespace Purser.Host.Intake;

/// <summary>The members of a booking's document and of its patch, each with its rule. An error is noted; then
/// the answer is null.</summary>
internal static class BookingFields
{
    public const int MostRequests = 2000;

    public static Channel? Channel(DocumentNode node, FleetFacts fleet)
    {
        var known = $"Known: {string.Join(", ", fleet.Channels.Select(channel => channel.Id))}.";
        if (node.Name<ChannelId>(known) is not { } id) return null;
        if (fleet.Find(id) is { } channel) return channel;
        node.Refuse($"There is no channel {node.Said()}.", known);
        return null;
    }

    public static ChannelReference? Reference(DocumentNode node, Channel? channel)
    {
        var shape = channel?.ReferencePattern is { } pattern && ReferenceShape.TryParse(pattern, out var own)
            ? own
            : ReferenceShape.Free;
        var rule = channel is null
            ? $"Give {shape.Words}." : $"Give {shape.Words}, as {channel.Name} writes it.";
        if (node.Name<ChannelReference>(rule) is not { } reference) return null;
        if (shape.Fits(reference.Text)) return reference;
        node.Refuse($"{node.Said()} does not look like a reference of {channel?.Name ?? "a channel"}.", rule);
        return null;
    }

    public static Vessel? Vessel(DocumentNode node, FleetFacts fleet)
    {
        var known = $"Known: {string.Join(", ", fleet.Vessels.Select(vessel => vessel.Id))}.";
        if (node.Name<VesselId>(known) is not { } id) return null;
        if (fleet.Find(id) is { } vessel) return vessel;
        node.Refuse($"There is no vessel {node.Said()}.", known);
        return null;
    }

    public static int? Minutes(DocumentNode node)
    {
        if (node.Number() is not { } hours) return null;
        if (hours is >= 0.5m and <= 240m && hours * 4 % 1 == 0) return (int)(hours * 60);
        node.Refuse($"{node.Said()} hours do not fit.",
            "Give quarter hours from 0.5 to 240, for example 3 or 2.75.");
        return null;
    }

    public static Guest? Guest(DocumentNode node, Vessel? vessel)
    {
        if (!node.IsObject("name", "email", "phone", "party")) return null;
        var name = Name(node["name"]);
        var email = Email(node["email"]);
        var phone = Phone(node["phone"]);
        var party = Party(node["party"], vessel);
        return name is null || party is null ? null : new Guest(name, email, phone, party.Value);
    }

    public static string? Name(DocumentNode node) => node.Text(100)?.Trim();

    public static string? Email(DocumentNode node)
    {
        var text = node.OptionalText(254);
        if (text is null || Contact.IsEmail(text)) return text;
        node.Refuse($"{node.Said()} is no mail address.",
            "Give one bare address, for example robin@example.com, or leave it out.");
        return null;
    }

    public static string? Phone(DocumentNode node)
    {
        var text = node.OptionalText(40);
        if (text is null || Contact.IsPhone(text)) return text;
        var meant = Contact.Phone(text, null) is { } number
            ? $"Give {number}" : "Give E.164, for example +16195550123";
        node.Refuse($"{node.Said()} is no phone number in E.164.", $"{meant}, or leave it out.");
        return null;
    }

    public static int? Party(DocumentNode node, Vessel? vessel)
    {
        if (node.Whole(1, 500) is not { } party) return null;
        if (vessel is null || party <= vessel.MostGuests) return party;
        node.Refuse($"{vessel.Name} carries at most {vessel.MostGuests} guests.",
            $"Give 1 to {vessel.MostGuests}.");
        return null;
    }

    public static string? Requests(DocumentNode node) =>
        node.Said() == "\"\"" ? null : node.OptionalText(MostRequests, lines: true);

    public static PriceText? Price(DocumentNode node)
    {
        if (!node.Given) return null;
        if (!node.IsObject("gross", "currency")) return null;
        return new PriceText(node["gross"].OptionalText(40), node["currency"].OptionalText(10));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Purser.Fleet;

namespace Purser.Host.Intake.Mail;

/// <summary>
/// Values of a mail in the form of a booking's document. Values that must not be mistaken have to agree
/// wherever the mail
/// gives them; of the others the first counts.
/// </summary>
internal sealed partial class MailValues(IReadOnlyList<Said> said, ChannelProfile profile, FleetFacts fleet,
    Gathered gathered)
{
    public void ReadReference()
    {
        var shape = fleet.Find(profile.Channel)?.ReferencePattern is { } pattern
            && ReferenceShape.TryParse(pattern, out var own)
            ? own
            : ReferenceShape.Free;
        Agreed("reference", MailField.Reference, required: true, text =>
            text.TrimStart('#', ' ') is var reference && shape.Fits(reference) ? reference : null,
            $"no reference of {shape.Words}");
    }

    public Vessel? ReadVessel()
    {
        Agreed("vessel", MailField.Vessel, required: true, text => VesselNamed(text)?.Id.Text,
            "no vessel of the fleet");
        return gathered["vessel"] is { } id ? fleet.Find(Texts.Parse<VesselId>(id)) : null;
    }

    public void ReadGuest()
    {
        First("guest.name", MailField.Name, required: true, text => text.Length <= 100 ? text : null,
            "no name");
        First("guest.email", MailField.Email, required: false, OneAddress,
            "no mail address, or more than one");
        First("guest.phone", MailField.Phone, required: false, text => Contact.Phone(text, profile.Region),
            "no phone number");
        Agreed("guest.party", MailField.Party, required: true, Heads, "no certain number of guests");
    }

    public void ReadRequests() =>
        First("requests", MailField.Requests, required: false,
            text => text.Length <= BookingFields.MostRequests ? Wish(text) : null,
            $"longer than {BookingFields.MostRequests:N0} characters");

    public PriceText? ReadPrice()
    {
        PriceText? price = null;
        Agreed("price", MailField.Gross, required: false, text =>
        {
            if (Amounts.Read(text, profile.DecimalComma, profile.Currency) is not { } read) return null;
            price = read;
            return $"{read.Gross} {read.Currency}";
        }, "no certain amount and currency");
        return gathered["price"] is null ? null : price;
    }

    public IReadOnlyList<string> All(MailField field) =>
        [.. said.Where(value => value.Field == field).Select(value =>
            value.Text).Distinct(StringComparer.Ordinal)];

    private Vessel? VesselNamed(string text)
    {
        var names = profile.Vessels.Select(pair => (Name: pair.Key, Id: pair.Value))
            .Concat(fleet.Vessels.Select(vessel => (vessel.Name, vessel.Id)))
            .OrderByDescending(name => name.Name.Length);
        foreach (var (name, id) in names)
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (text.Length == name.Length || text[name.Length] is ',' or '(' or '/'
                    || (text[name.Length] == ' '
                        && text[name.Length..].TrimStart() is ['(' or '-' or '\u2013' or '|' or '/', ..])))
                return fleet.Find(id);
        return null;
    }

    private static string? OneAddress(string text)
    {
        var found = Address().Matches(text).Select(match =>
            match.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return found.Count == 1 && Contact.IsEmail(found[0]) ? found[0] : null;
    }

    private static string? Heads(string text)
    {
        if (Plain().Match(text) is { Success: true } one) return Whole(one.Groups[1].Value);
        if (!Kinds().IsMatch(text)) return null;
        var sum = Number().Matches(text).Sum(match => int.Parse(match.Value, CultureInfo.InvariantCulture));
        return sum.ToString(CultureInfo.InvariantCulture);
    }

    private static string Whole(string digits) =>
        int.Parse(digits, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static string? Wish(string text) => text.Trim() is "" or "-" or "None" or "none" or "N/A" or "n/a"
        ? "" : text.Trim();

    private void Agreed(string key, MailField field, bool required, Func<string, string?> read, string reason)
    {
        var values = All(field);
        if (values.Count == 0 && required) gathered.Doubt(key, "the mail does not say it");
        var found = values.Select(Certain).Distinct(StringComparer.Ordinal).ToList();
        if (found.Contains(null)) gathered.Doubt(key,
            $"\"{values.First(value => Certain(value) is null)}\": {reason}");
        else if (found.Count > 1) gathered.Doubt(key, $"the mail says {string.Join(" and ", found)}");
        else if (found.Count == 1) gathered.Know(key, found[0]!);

        string? Certain(string value) => value.Contains(TextLines.Unreadable) ? null : read(value);
    }

    private void First(string key, MailField field, bool required, Func<string, string?> read, string reason)
    {
        var value = said.Where(one => one.Field == field).Select(one => one.Text).FirstOrDefault();
        if (value is null && required) gathered.Doubt(key, "the mail does not say it");
        if (value is null) return;
        if (value.Contains(TextLines.Unreadable)) gathered.Doubt(key,
            "it has characters that cannot be read");
        else if (read(value) is not { } found) gathered.Doubt(key, $"\"{value}\": {reason}");
        else if (found.Length > 0) gathered.Know(key, found);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?:party of )?([0-9]{1,3})(?: (?:guests?|people|persons?|passengers?|adults?|pax))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[0-9]{1,3} (?:adults?|children|child|infants?)"
        + @"(?:(?:, ?| and | \+ )[0-9]{1,3} (?:adults?|children|child|infants?))+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Kinds();

    [GeneratedRegex("[0-9]{1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

using System.Globalization;
using CsCheck;
using MimeKit;
using NodaTime;
using Purser.Bookings;

namespace Purser.Tests.Intake;

/// <summary>A booking written in any of the shapes that profiles know reads back as itself.</summary>
public sealed class MailShapesProperties
{
    private static readonly Gen<Written> Bookings =
        from reference in Gen.Char['A', 'Z'].Array[7].Select(letters => new string(letters))
        from day in Gen.Int[0, 1500]
        from quarter in Gen.Int[0, 95]
        from length in Gen.Int[2, 40]
        from party in Gen.Int[1, 12]
        from cents in Gen.Int[1, 9_999_999]
        from name in OneOf("Robin Alvarez", "Noé Bergström", "佐藤 陽菜", "O'Neill, Pat", "Anna-Maria de la Cruz")
        from digit in Gen.Int[10, 99]
        let start = new LocalDate(2026, 11, 26).PlusDays(day) + LocalTime.Midnight.PlusMinutes(quarter * 15)
        where start.Hour >= 4 && IsSaidOnce(start, length * 15)
        select new Written(reference, start, length * 15, name,
            $"guest-{digit}@relay.boatsetter.example", $"+161955501{digit}", party, cents);

    private static readonly Gen<Form> Forms =
        from date in OneOf("MMMM d, uuuu", "d MMM uuuu", "dddd, MMM d, uuuu", "MM/dd/uuuu", "uuuu-MM-dd")
        from halved in Gen.Bool
        from duration in Gen.Bool
        from price in OneOf("$#.00", "USD #", "# USD", "US$#,", "$ #")
        from shape in Gen.Int[0, 4]
        from coding in OneOf(
            ContentEncoding.QuotedPrintable, ContentEncoding.Base64, ContentEncoding.EightBit)
        select new Form(date, halved, duration, price, shape, coding);

    [Fact]
    public void A_booking_written_as_a_mail_reads_back_as_itself() =>
        Gen.Select(Bookings, Forms).Sample((booking, form) =>
    {
        var read = SampleMailTests.Booking(SampleFiles.Reader.Read(Mail(booking, form), SampleFiles.Now));

        var trip = new Trip(read.Request.Trip.Vessel, booking.Start, booking.Minutes, "America/Los_Angeles");
        return read.Request.Reference.Text == booking.Reference && read.Request.Trip == trip
            && read.Request.Guest == new Guest(booking.Name, booking.Email, booking.Phone, booking.Party)
            && decimal.Parse(read.Price!.Gross!, CultureInfo.InvariantCulture) == booking.Cents / 100m
            && read.Price.Currency == "USD";
    }, iter: 1500);

    private static bool IsSaidOnce(LocalDateTime start, int minutes)
    {
        var end = new HarbourTime(start, "America/Los_Angeles").Plus(Duration.FromMinutes(minutes));
        return end.Rules.MapLocal(end.Local).Count == 1;
    }

    private static Gen<T> OneOf<T>(params T[] values) =>
        Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static byte[] Mail(Written booking, Form form)
    {
        var fields = Fields(booking, form);
        var message = new MimeMessage
        {
            Subject =
            $"Booking confirmed: {booking.Reference}",
            Date = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero)
        };
        message.From.Add(new MailboxAddress("Boatsetter", "no-reply@boatsetter.example"));
        var text = form.Shape < 2;
        var body = form.Shape switch
        {
            0 => string.Join('\n', fields.Select(field => $"{field.Label}: {field.Value}")),
            1 => string.Join("\n\n", fields.Select(field => $"{field.Label}\n{field.Value}")),
            2 => $"<table>{string.Concat(fields.Select(field => $"<tr><td>{field.Label}</td><td> {Html(field.Value)}</td></tr>\n"))}</table>",
            3 => string.Concat(fields.Select(field => $"<p><b>{field.Label}:</b> {Html(field.Value)}</p>")),
            _ => $"<table><tr>{string.Concat(fields.Select(field => $"<th>{field.Label}</th>"))}</tr><tr>"
                + $"{string.Concat(fields.Select(field => $"<td>{Html(field.Value)}</td>"))}</tr></table>",
        };
        message.Body = new TextPart(text ? "plain" : "html")
        {
            Text = body,
            ContentTransferEncoding =
            form.Coding
        };
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static List<(string Label, string Value)> Fields(Written booking, Form form)
    {
        string Date(LocalDate date) => date.ToString(form.Date, CultureInfo.InvariantCulture);
        string Time(LocalTime time) =>
            time.ToString(form.Halved ? "h:mm tt" : "HH:mm", CultureInfo.InvariantCulture);
        var end = new HarbourTime(booking.Start,
            "America/Los_Angeles").Plus(Duration.FromMinutes(booking.Minutes)).Local;
        var amount = (booking.Cents / 100m).ToString(form.Price.EndsWith(',') ? "#,##0.00" : "0.00",
            CultureInfo.InvariantCulture);
        var fields = new List<(string, string)>
        {
            ("Booking", booking.Reference), ("Boat", "JADA"), ("Date", Date(booking.Start.Date)),
                ("Time", Time(booking.Start.TimeOfDay)),
        };
        fields.Add(form.Duration
            ? ("Duration", $"{(booking.Minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture)} hours")
            : ("Ends", $"{Date(end.Date)} {Time(end.TimeOfDay)}"));
        fields.Add(("Guest", booking.Name));
        fields.Add(("Email", booking.Email));
        fields.Add(("Phone", booking.Phone));
        fields.Add(("Guests", booking.Party.ToString(CultureInfo.InvariantCulture)));
        fields.Add(("Total", form.Price.Replace("#.00", "#").Replace("#,", "#").Replace("#", amount)));
        return fields;
    }

    private static string Html(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");

    private sealed record Written(
        string Reference, LocalDateTime Start, int Minutes, string Name, string Email, string Phone,
            int Party, int Cents);

    private sealed record Form(string Date, bool Halved, bool Duration, string Price, int Shape,
        ContentEncoding Coding);
}

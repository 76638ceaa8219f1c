using NodaTime;
using NodaTime.Text;

namespace Purser.Guests.Waivers;

/// <summary>What became of reading a form.</summary>
public abstract record WaiverReading
{
    private WaiverReading()
    {
    }

    /// <summary>Everything is right.</summary>
    public sealed record Right(WaiverGiven Given) : WaiverReading;

    /// <summary>Fields that are not.</summary>
    public sealed record Wrong(IReadOnlyList<WaiverError> Errors) : WaiverReading;

    /// <summary>Calls the one case that this is.</summary>
    public T Match<T>(Func<WaiverGiven, T> right, Func<IReadOnlyList<WaiverError>, T> wrong) => this switch
    {
        Right reply => right(reply.Given),
        Wrong reply => wrong(reply.Errors),
        _ => throw new BugException("an unknown reading"),
    };

    /// <summary>Reads a form. Nothing is guessed: what is missing is said, field by field.</summary>
    /// <param name="fields">As sent.</param>
    /// <param name="text">The text that the form showed.</param>
    /// <param name="adultAge">From this age on one signs for oneself.</param>
    /// <param name="today">The harbour's date: the age counts on the day of signing.</param>
    /// <param name="isMail">Tells a mail address.</param>
    public static WaiverReading Of(
        WaiverFields fields, WaiverText text, int adultAge, LocalDate today, Func<string, bool> isMail)
    {
        var errors = new List<WaiverError>();
        if (fields.Age is not ("adult" or "minor")) errors.Add(new WaiverError("age", "age"));
        var passenger = Name(fields.Passenger, "passenger", errors);
        var minor = fields.Age == "minor" ? Minor(fields, adultAge, today, errors) : null;
        if (fields.Age == "adult") GrownUp(fields.Born, adultAge, today, errors);
        var mail = fields.Mail.Trim();
        if (mail.Length > 0 && !isMail(mail)) errors.Add(new WaiverError("mail", "mail"));
        var signer = fields.Age == "minor" ? minor?.Guardian : passenger;
        var typed = fields.How == "draw" ? null : Typed(fields.Typed, signer, errors);
        var drawn = fields.How == "draw" ? Drawn(fields.Strokes, errors) : null;
        if (fields.Consent != "yes") errors.Add(new WaiverError("consent", "consent"));
        if (errors.Count > 0) return new Wrong(errors);
        return new Right(new WaiverGiven(
            passenger!.Value, minor, text.Version, text.Language, text.Hash, typed, drawn,
            mail.Length > 0 ? mail : null, fields.Language));
    }

    private static PassengerName? Name(string written, string field, List<WaiverError> errors)
    {
        if (PassengerName.TryParse(written, out var name)) return name;
        errors.Add(new WaiverError(field, written.Trim().Length == 0 ? field : "name"));
        return null;
    }

    private static MinorSigned? Minor(
        WaiverFields fields, int adultAge, LocalDate today, List<WaiverError> errors)
    {
        var born = Date(fields.Born);
        if (born is null || born > today || Age(born.Value, today) > 120)
            errors.Add(new WaiverError("born", "born"));
        else if (Age(born.Value, today) >= adultAge) errors.Add(new WaiverError("born", "grown"));
        var guardian = Name(fields.Guardian, "guardian", errors);
        return born is { } date && guardian is { } name ? new MinorSigned(name, date) : null;
    }

    /// <summary>An adult need not say when born; but who says a child's date is no adult.</summary>
    private static void GrownUp(string written, int adultAge, LocalDate today, List<WaiverError> errors)
    {
        if (Date(written) is { } born && Age(born, today) < adultAge)
            errors.Add(new WaiverError("born", "child"));
    }

    private static PassengerName? Typed(string written, PassengerName? signer, List<WaiverError> errors)
    {
        var named = PassengerName.TryParse(written, out var name);
        if (named && (signer is null || signer.Value.Same == name.Same)) return name;
        errors.Add(new WaiverError("typed", written.Trim().Length == 0 ? "typed" : "other"));
        return null;
    }

    private static DrawnSignature? Drawn(string written, List<WaiverError> errors)
    {
        var fault = written.Length == 0 ? DrawnFault.Empty : DrawnSignature.Read(written, out _);
        if (fault == DrawnFault.None)
        {
            DrawnSignature.Read(written, out var drawn);
            return drawn;
        }

        var code = fault switch
        {
            DrawnFault.Empty => "drawn",
            DrawnFault.TooLarge => "large",
            _ => "strokes",
        };
        errors.Add(new WaiverError("drawn", code));
        return null;
    }

    private static LocalDate? Date(string written)
    {
        var read = LocalDatePattern.Iso.Parse(written.Trim());
        return read.Success && read.Value.Year is >= 1880 and < 3000 ? read.Value : null;
    }

    /// <summary>Whole years.</summary>
    private static int Age(LocalDate born, LocalDate today) =>
        Period.Between(born, today, PeriodUnits.Years).Years;
}

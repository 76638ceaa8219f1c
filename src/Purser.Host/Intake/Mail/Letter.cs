using NodaTime;

namespace Purser.Host.Intake.Mail;

/// <summary>The innermost message of a mail: who said what, when.</summary>
/// <param name="From">The sender's address; null if it is lost.</param>
/// <param name="Subject">On one line.</param>
/// <param name="Date">When it was sent; null if it does not say so with an offset.</param>
/// <param name="LocalDate">Of an inline forward whose date has no offset: by the clock of whoever forwarded
/// it.</param>
/// <param name="Forwarded">True if it was quoted in the text of another message.</param>
/// <param name="Texts">Its texts, plain first, as lines; table cells are separated by tabs.</param>
/// <param name="Markup">Its schema.org blocks (JSON-LD).</param>
internal sealed record Letter(
    string? From, string Subject, Instant? Date, LocalDateTime? LocalDate, bool Forwarded,
    IReadOnlyList<IReadOnlyList<string>> Texts, IReadOnlyList<string> Markup);

/// <summary>A mail that was opened, or why not.</summary>
/// <param name="Letter">Null if it could not be opened.</param>
/// <param name="Reason">Why not.</param>
internal sealed record LetterReading(Letter? Letter, string? Reason);

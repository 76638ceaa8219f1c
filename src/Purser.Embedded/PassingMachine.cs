using Purser.Embedded.Mail;

namespace Purser.Embedded;

/// <summary>A machine that is there for a while only.</summary>
/// <param name="Scratch">A folder for copies of pictures while they are made.</param>
/// <param name="Smtp">Finds where mail is handed over, when the first is sent; null: none is.</param>
public sealed record PassingMachine(
    string Scratch, Func<IServiceProvider, CancellationToken, Task<SmtpAddress>>? Smtp);

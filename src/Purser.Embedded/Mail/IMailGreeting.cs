namespace Purser.Embedded.Mail;

/// <summary>A mail server that can be asked whether it would take our mail.</summary>
public interface IMailGreeting
{
    /// <summary>Connects, signs in if that is set, and leaves without sending anything.</summary>
    /// <returns>What was found: host, port, encryption, sign-in.</returns>
    /// <exception cref="Outside.OutsideUnavailable">It does not answer, or does not let us in.</exception>
    Task<string> Greet(CancellationToken stop);
}

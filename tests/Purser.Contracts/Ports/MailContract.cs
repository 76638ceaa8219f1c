using System.Text;
using Purser.Outside;

namespace Purser.Contracts.Ports;

/// <summary>A way for mail, and its other end.</summary>
public abstract class MailFixture : IAsyncDisposable
{
    /// <summary>The way.</summary>
    public abstract IMail Mail { get; }

    /// <summary>
    /// What arrived: each Message-ID once, as MIME; null where the way does not keep the form.
    /// </summary>
    public abstract Task<IReadOnlyList<(string MessageId, string? Mime)>> Arrived();

    /// <summary>Made before the test begins.</summary>
    public virtual ValueTask Start() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every way for mail keeps.</summary>
public abstract class MailContract(MailFixture fixture) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => fixture.Start();

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_message_arrives_and_its_hand_over_has_a_proof()
    {
        var proof = await fixture.Mail.Send(Samples.Confirmation, Stop);
        Assert.NotEmpty(proof);
        var (id, mime) = Assert.Single(await fixture.Arrived());
        Assert.Equal(Samples.Confirmation.MessageId, id);
        if (mime is null) return;
        Assert.Contains("Subject: Your charter", mime, StringComparison.Ordinal);
        Assert.Contains("multipart/mixed", mime, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", mime, StringComparison.Ordinal);
        Assert.Contains("text/calendar; method=PUBLISH; charset=utf-8", mime, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_twice_is_one_message()
    {
        await fixture.Mail.Send(Samples.Confirmation, Stop);
        await fixture.Mail.Send(Samples.Confirmation, Stop);
        Assert.Single(await fixture.Arrived());
    }

    [Fact]
    public async Task Several_messages_arrive_one_after_another()
    {
        for (var i = 0; i < 5; i++) await fixture.Mail.Send(Samples.Numbered(i), Stop);
        var arrived = await fixture.Arrived();
        Assert.Equal(5, arrived.Count);
        Assert.Equal(5, arrived.Select(message => message.MessageId).Distinct().Count());
    }
}

/// <summary>Messages for tests; all people are invented.</summary>
public static class Samples
{
    private static readonly byte[] Calendar = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");

    /// <summary>With a calendar file and letters of several languages.</summary>
    public static readonly Mail Confirmation = new(
        "abcdefghijklmnopqrstuvwxyz.guest.guest-confirmation.g1", "n-1234@purser.example.com",
        "Queen of San Diego <charters@example.com>", "Zoë Álvarez", "zoe@example.com",
        "Your charter on 30 May",
        "Welcome, Zoë.\r\nPhoto code: K7MW4P\r\n", "<p>Welcome, Zoë.</p>",
        [new MailAttachment("charter.ics", "text/calendar; method=PUBLISH; charset=utf-8", Calendar)]);

    /// <summary>One of a row of messages.</summary>
    public static Mail Numbered(int number) => Confirmation with
    {
        Name = $"m{number}.guest.guest-change.g{number}",
        MessageId = $"n-{number}@purser.example.com",
        Attachments = [],
    };
}

using System.Buffers.Text;
using Amazon.SimpleSystemsManagement;
using Purser.Aws;
using Purser.Aws.Secrets;
using Purser.Contracts.Memory;
using Purser.Embedded;
using Purser.Outside;

namespace Purser.Contracts.Aws;

public sealed class AwsSecretsTests
{
    private const string Name = SecretNames.GuestRoot;

    private static readonly AwsOptions Options = new(
        Emulator.Region, null, TableNames.Under(""), "site", "quarantine", null, "/purser/", null);

    private static readonly string Theirs = Base64Url.EncodeToString(new SeededTokens(7).Bytes(32));

    public static TheoryData<string, bool> Codes => new()
    {
        { "ThrottlingException", true },
        { "ExpiredTokenException", true },
        { "InternalServerError", true },
        { "AccessDeniedException", false },
        { "InvalidKeyId", false },
        { "UnrecognizedClientException", false },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_that_make_the_same_secrets_end_with_the_same()
    {
        var options = Emulator.Fresh();
        using var clients = Emulator.Clients(options);
        using var signed = new SignedFixture();
        foreach (var made in new Func<ulong, KeptSecrets>[]
        {
            seed => new ParameterSecrets(clients.Parameters.Value, options, new SeededTokens(seed), TimeProvider.System),
            seed => new SecretsManagerSecrets(
                clients.Parameters.Value, signed.Requests, options, new SeededTokens(seed), TimeProvider.System),
        })
        {
            using var one = made(1);
            using var other = made(2);
            for (var turn = 0; turn < 8; turn++)
            {
                var both = await Task.WhenAll(one.Get($"turn-{turn}", Stop), other.Get($"turn-{turn}", Stop));
                Assert.Equal(both[0].ToArray(), both[1].ToArray());
            }
        }
    }

    [Fact]
    public async Task A_parameter_is_encrypted_and_in_base64url()
    {
        var options = Emulator.Fresh();
        using var clients = Emulator.Clients(options);
        using var secrets = new ParameterSecrets(
            clients.Parameters.Value, options, new SystemTokens(), TimeProvider.System);
        var secret = await secrets.Get(Name, Stop);
        var kept = (await clients.Parameters.Value.GetParameterAsync(
            new() { Name = options.SecretPrefix + Name, WithDecryption = true }, Stop)).Parameter;
        Assert.Equal(ParameterType.SecureString, kept.Type);
        Assert.Equal(Base64Url.EncodeToString(secret.Span), kept.Value);
    }

    [Fact]
    public async Task Who_comes_second_takes_what_lies_there_even_if_it_is_not_to_be_seen_at_once()
    {
        var reads = 0;
        await using var aws = await ScriptedAws.With((request, _) => request.Headers["X-Amz-Target"] switch
        {
            "AmazonSSM.PutParameter" => WireReply.Json(400, "ParameterAlreadyExists"),
            _ when ++reads <= 2 => WireReply.Json(400, "ParameterNotFound"),
            _ => Parameter(Theirs + "\n"),
        });
        using var secrets = Parameters(aws);
        Assert.Equal(Theirs, Base64Url.EncodeToString((await secrets.Get(Name, Stop)).Span));
        await secrets.Get(Name, Stop);
        Assert.Equal(5, aws.Seen.Count);
        Assert.DoesNotContain(aws.Seen, seen => seen.Text.Contains("\"Overwrite\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("not base64url, not at all")]
    public async Task What_is_no_secret_is_refused_with_its_place_and_not_replaced(string text)
    {
        await using var aws = await ScriptedAws.With(Parameter(text));
        using var secrets = Parameters(aws);
        var refusal = await Assert.ThrowsAsync<OutsideRefused>(() => secrets.Get(Name, Stop));
        Assert.Contains("/purser/guest-root-1", refusal.Message, StringComparison.Ordinal);
        Assert.Single(aws.Seen);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_parameter_that_cannot_be_read_now_is_told_from_one_that_may_not_be(string code, bool passes)
    {
        await using var aws = await ScriptedAws.With(Error(code));
        using var secrets = Parameters(aws);
        await Judge(() => secrets.Get(Name, Stop), code, passes, "/purser/guest-root-1", "ssm:GetParameter");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_parameter_that_cannot_be_made_now_is_told_from_one_that_may_not_be(string code, bool passes)
    {
        await using var aws = await ScriptedAws.With((_, number) => number == 1
            ? WireReply.Json(400, "ParameterNotFound")
            : Error(code));
        using var secrets = Parameters(aws);
        await Judge(() => secrets.Get(Name, Stop), code, passes, "/purser/guest-root-1", "ssm:PutParameter");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_secret_that_cannot_be_made_now_is_told_from_one_that_may_not_be(string code, bool passes)
    {
        await using var aws = await ScriptedAws.With((_, number) => number == 1
            ? WireReply.Json(400, "ParameterNotFound")
            : Error(code));
        using var signed = new SignedFixture();
        using var secrets = Manager(aws, signed);
        await Judge(() => secrets.Get(Name, Stop), code, passes, "purser/guest-root-1", "secretsmanager:CreateSecret");
        Assert.Equal(passes ? 4 : 2, aws.Seen.Count);
        Assert.Single(aws.Seen.Skip(1).Select(seen => seen.Text).Distinct());
    }

    [Fact]
    public async Task An_outside_that_is_silent_or_cuts_the_line_did_not_answer()
    {
        foreach (var reply in new WireReply[] { new WireReply.Silence(), new WireReply.Cut() })
        {
            await using var aws = await ScriptedAws.With(reply);
            using var secrets = Parameters(aws, TimeSpan.FromMilliseconds(100));
            var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => secrets.Get(Name, Stop));
            Assert.Contains("/purser/guest-root-1", fault.Operation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_no_fault_and_the_next_gets_the_secret()
    {
        await using var aws = await ScriptedAws.With(new WireReply.Silence(), Parameter(Theirs));
        using var secrets = Parameters(aws);
        using var gone = new CancellationTokenSource();
        var getting = secrets.Get(Name, gone.Token);
        await Watching.Until(() => aws.Seen.Count == 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        Assert.Equal(Theirs, Base64Url.EncodeToString((await secrets.Get(Name, Stop)).Span));
    }

    [Fact]
    public async Task A_secret_is_made_by_a_signed_request_and_read_by_its_reference()
    {
        await using var aws = await ScriptedAws.With((request, number) => number switch
        {
            1 => WireReply.Json(400, "ParameterNotFound"),
            _ => new WireReply.Answer(200, "{}"),
        });
        using var signed = new SignedFixture(token: "a-session");
        using var secrets = Manager(aws, signed);
        var secret = await secrets.Get(Name, Stop);
        Assert.Contains("/aws/reference/secretsmanager/purser/guest-root-1\"", aws.Seen[0].Text, StringComparison.Ordinal);
        Assert.Equal("secretsmanager.CreateSecret", aws.Seen[1].Headers["X-Amz-Target"]);
        Assert.Contains(Base64Url.EncodeToString(secret.Span), aws.Seen[1].Text, StringComparison.Ordinal);
        HeaderSignature.Check(aws.Seen[1], SignedFixture.Key, SignedFixture.Secret, Emulator.Region, "secretsmanager");
    }

    [Theory]
    [InlineData(SecretPlace.ParameterStore, "/purser/smtp")]
    [InlineData(SecretPlace.SecretsManager, "/aws/reference/secretsmanager/purser/smtp")]
    public async Task A_text_that_the_owner_put_is_read_where_the_other_secrets_lie(SecretPlace place, string name)
    {
        await using var aws = await ScriptedAws.With(Parameter("smtps://me:hush@mail.example.com\n"));
        using var client = ClientOf(aws);
        var texts = new SecretTexts(client, Options with { Secrets = place });
        Assert.Equal("smtps://me:hush@mail.example.com", await texts.Read("smtp", Stop));
        Assert.Contains($"\"{name}\"", aws.Seen[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_nobody_has_put_is_refused_by_its_place_and_never_made()
    {
        await using var aws = await ScriptedAws.With(WireReply.Json(400, "ParameterNotFound"));
        using var client = ClientOf(aws);
        var refusal = await Assert.ThrowsAsync<OutsideRefused>(() => new SecretTexts(client, Options).Read("smtp", Stop));
        Assert.Contains("/purser/smtp", refusal.Message, StringComparison.Ordinal);
        Assert.Single(aws.Seen);
    }

    private static async Task Judge(Func<Task> act, string code, bool passes, string place, string remedy)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(act);
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        if (passes)
        {
            Assert.IsType<OutsideUnavailable>(fault);
            return;
        }

        var reason = Assert.IsType<OutsideRefused>(fault).Reason;
        Assert.Contains(code, reason, StringComparison.Ordinal);
        Assert.Contains(remedy, reason, StringComparison.Ordinal);
        Assert.DoesNotContain(WireReply.Quoted, $"{fault}", StringComparison.Ordinal);
    }

    private static WireReply Error(string code) =>
        WireReply.Json(code.StartsWith("Internal", StringComparison.Ordinal) ? 500 : 400, code);

    private static WireReply.Answer Parameter(string text)
    {
        var value = text.Replace("\n", "\\n", StringComparison.Ordinal);
        return new WireReply.Answer(
            200, $$$"""{"Parameter":{"Name":"x","Type":"SecureString","Value":"{{{value}}}","Version":1}}""");
    }

    private static AmazonSimpleSystemsManagementClient ClientOf(ScriptedAws aws, TimeSpan? patience = null) => new(
        Emulator.Credentials, aws.Config(new AmazonSimpleSystemsManagementConfig(), patience));

    private static ParameterSecrets Parameters(ScriptedAws aws, TimeSpan? patience = null) => new(
        ClientOf(aws, patience), Options, new SystemTokens(), TimeProvider.System);

    private static SecretsManagerSecrets Manager(ScriptedAws aws, SignedFixture signed) => new(
        ClientOf(aws), signed.Requests, Options with { Endpoint = aws.Address }, new SystemTokens(), TimeProvider.System);
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>Bookings that a channel signs (Standard Webhooks 1.0.0): only its own, whole and fresh ones are taken.</summary>
public sealed class Hooks(Hooks.SharedHouse shared) : IClassFixture<Hooks.SharedHouse>
{
    private House House => shared.House;

    [Fact]
    public async Task A_signed_booking_is_taken_and_the_same_delivery_again_books_nothing_twice()
    {
        var body = Booking("HOOK1", "2027-07-01T10:00");
        var headers = Signed("msg_1", Now, body, await shared.Secret());
        var made = (await Post("direct", body, headers)).Is(HttpStatusCode.Created);
        var again = await Post("direct", body, headers);
        Assert.Equal(made.Word("id"), again.Is(HttpStatusCode.Created).Word("id"));
        Assert.Equal(made.Json["generation"]!.ToString(), again.Json["generation"]!.ToString());
        var fresh = await Post("direct", body, Signed("msg_1b", Now, body, await shared.Secret()));
        Assert.Equal(made.Word("id"), fresh.Is(HttpStatusCode.OK).Word("id"));
    }

    [Fact]
    public async Task A_delivery_whose_id_was_used_for_another_body_is_refused()
    {
        var body = Booking("HOOK2", "2027-07-02T10:00");
        (await Post("direct", body, Signed("msg_2", Now, body, await shared.Secret()))).Is(HttpStatusCode.Created);
        var other = Booking("HOOK3", "2027-07-03T10:00");
        var refused = await Post("direct", other, Signed("msg_2", Now, other, await shared.Secret()));
        refused.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("idempotency-mismatch", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public async Task What_carries_no_signature_is_refused_naming_what_is_missing(string header)
    {
        var body = Booking("HOOK4", "2027-07-04T10:00");
        var headers = Signed("msg_4", Now, body, await shared.Secret()).Where(pair => pair.Name != header).ToArray();
        var refused = (await Post("direct", body, headers)).Is(HttpStatusCode.Unauthorized);
        Assert.Contains("signature-missing", refused.Text, StringComparison.Ordinal);
        Assert.Contains(header, refused.Text, StringComparison.Ordinal);
        await NothingIsStored("2027-07-04");
    }

    [Theory]
    [InlineData("another secret")]
    [InlineData("another body")]
    [InlineData("another id")]
    [InlineData("another time")]
    [InlineData("six minutes old")]
    [InlineData("six minutes ahead")]
    [InlineData("another channel's")]
    public async Task A_signature_that_does_not_fit_is_refused_and_nothing_is_stored(string flaw)
    {
        var body = Booking("HOOK5", "2027-07-05T10:00");
        var secret = flaw switch
        {
            "another secret" => "whsec_" + Convert.ToBase64String(new byte[32]),
            "another channel's" => await shared.Secret("boatsetter"),
            _ => await shared.Secret(),
        };
        var at = flaw switch { "six minutes old" => Now - 360, "six minutes ahead" => Now + 360, _ => Now };
        var headers = Signed("msg_5", at, body, secret);
        if (flaw == "another id") headers[0].Value = "msg_6";
        if (flaw == "another time") headers[1].Value = Text(at - 1);
        if (flaw == "another body") body += " ";
        var refused = (await Post("direct", body, headers)).Is(HttpStatusCode.Unauthorized);
        Assert.Contains("signature-wrong", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(headers[2].Value, House.Log, StringComparison.Ordinal);
        await NothingIsStored("2027-07-05");
    }

    [Theory]
    [InlineData("webhook-signature", "v1")]
    [InlineData("webhook-signature", "v1,")]
    [InlineData("webhook-signature", "v1,not base64")]
    [InlineData("webhook-signature", "v1,====")]
    [InlineData("webhook-signature", ",,, ,")]
    [InlineData("webhook-signature", "v2,AAAA v3,BBBB")]
    [InlineData("webhook-timestamp", "soon")]
    [InlineData("webhook-timestamp", "-1")]
    [InlineData("webhook-timestamp", "9223372036854775807")]
    [InlineData("webhook-timestamp", "99999999999999999999999999")]
    public async Task A_hostile_header_is_a_refusal_like_any_other(string header, string value)
    {
        var body = Booking("HOOK7", "2027-07-07T10:00");
        var headers = Signed("msg_7", Now, body, await shared.Secret())
            .Select(pair => pair.Name == header ? (header, value) : pair).ToArray();
        (await Post("direct", body, headers)).Is(HttpStatusCode.Unauthorized);
        await NothingIsStored("2027-07-07");
    }

    [Fact]
    public async Task An_id_that_cannot_be_kept_is_refused()
    {
        var body = Booking("HOOK8", "2027-07-08T10:00");
        var headers = Signed(new string('x', 300), Now, body, await shared.Secret());
        (await Post("direct", body, headers)).Is(HttpStatusCode.BadRequest);
        await NothingIsStored("2027-07-08");
    }

    [Fact]
    public async Task While_a_secret_is_rotated_either_is_taken()
    {
        await using var house = await House.Start();
        var old = await SharedHouse.Secret(house, "direct");
        var made = await SharedHouse.Secret(house, "direct", "--rotate");
        Assert.NotEqual(old, made);
        Assert.Equal(made, await SharedHouse.Secret(house, "direct"));
        Task<Answer> Send(int day, params string[] secrets)
        {
            var body = Booking($"TURN{day}", $"2027-07-{day}T10:00");
            var signed = Signed($"msg_{day}", Now, body, secrets);
            return house.Http.Raw(house.Office, HttpMethod.Post, "/hooks/direct", body, "application/json", null, signed);
        }

        (await Send(10, old)).Is(HttpStatusCode.Created);
        (await Send(11, made)).Is(HttpStatusCode.Created);
        (await Send(12, "whsec_" + Convert.ToBase64String(new byte[32]), made)).Is(HttpStatusCode.Created);
        var last = await SharedHouse.Secret(house, "direct", "--rotate");
        (await Send(13, old)).Is(HttpStatusCode.Unauthorized);
        (await Send(13, last)).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("..%2f..")]
    public async Task A_channel_that_is_not_ours_is_an_unknown_address(string channel)
    {
        var body = Booking("HOOK9", "2027-07-09T10:00");
        (await Post(channel, body, Signed("msg_9", Now, body, await shared.Secret()))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_channel_speaks_for_itself_only()
    {
        var body = Samples.Booking("boatsetter", "QWERTYU", "2027-07-16T10:00").ToJsonString();
        var refused = await Post("direct", body, Signed("msg_16", Now, body, await shared.Secret()));
        refused.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("/channel", refused.Text, StringComparison.Ordinal);
        await NothingIsStored("2027-07-16");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_its_signature_is_looked_at()
    {
        var booking = Samples.Booking("direct", "HOOK17", "2027-07-17T10:00");
        booking["requests"] = new string('x', 300_000);
        var body = booking.ToJsonString();
        (await Post("direct", body, Signed("msg_17", Now, body, await shared.Secret())))
            .Is(HttpStatusCode.RequestEntityTooLarge);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Booking(string reference, string start) =>
        Samples.Booking("direct", reference, start).ToJsonString();

    private static (string Name, string Value)[] Signed(string id, long at, string body, params string[] secrets)
    {
        var content = Encoding.UTF8.GetBytes($"{id}.{at}.{body}");
        var signatures = secrets.Select(secret => Convert.FromBase64String(secret["whsec_".Length..]))
            .Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content)));
        return
        [
            ("webhook-id", id), ("webhook-timestamp", Text(at)), ("webhook-signature", string.Join(' ', signatures)),
        ];
    }

    private Task<Answer> Post(string channel, string body, (string Name, string Value)[] headers) =>
        House.Http.Raw(House.Office, HttpMethod.Post, $"/hooks/{channel}", body, "application/json", null, headers);

    private async Task NothingIsStored(string date)
    {
        var list = await House.Http.Office(HttpMethod.Get, $"/api/bookings?from={date}&to={date[..8]}28");
        Assert.DoesNotContain(
            list.Is(HttpStatusCode.OK).Json["items"]!.AsArray(),
            item => item!.Word("start").StartsWith(date, StringComparison.Ordinal));
    }

    /// <summary>One house for all these tests, and its channels' secrets.</summary>
    public sealed class SharedHouse : IAsyncLifetime
    {
        private readonly Dictionary<string, string> secrets = [];

        internal House House { get; private set; } = null!;

        public async ValueTask InitializeAsync() => House = await House.Start();

        public ValueTask DisposeAsync() => House.DisposeAsync();

        internal async Task<string> Secret(string channel = "direct")
        {
            if (secrets.TryGetValue(channel, out var known)) return known;
            return secrets[channel] = await Secret(House, channel);
        }

        internal static async Task<string> Secret(House house, string channel, params string[] options)
        {
            var ran = (await house.Run(["keys", "hook", channel, .. options, "--json"])).Well();
            return JsonNode.Parse(ran.Output)!.Word("secret");
        }
    }
}

using System.Net;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Http;

/// <summary>Too many requests from one client address are refused, with the time to wait; nobody else is slowed.</summary>
public sealed class Limits
{
    private static readonly Dictionary<string, string> Behind = new()
    {
        ["PURSER_TRUSTED_PROXIES"] = "127.0.0.0/8, ::1",
    };

    private static readonly (string, string) One = ("X-Forwarded-For", "203.0.113.9");
    private static readonly (string, string) Other = ("X-Forwarded-For", "203.0.113.10");

    [Fact]
    public async Task A_client_that_asks_too_much_waits_and_others_and_keys_do_not()
    {
        await using var house = await House.Start(settings: Behind);
        foreach (var site in (Uri[])[house.Guest, house.Crew, house.Office])
        {
            Task<Answer> Ask((string, string) client) => house.Http.Send(site, HttpMethod.Get, "/nothing", null, null, client);
            Refused(await UntilRefused(() => Ask(One)));
            (await Ask(Other)).Is(HttpStatusCode.NotFound);
            (await house.Http.Send(site, HttpMethod.Get, "/livez", null, null, One)).Is(HttpStatusCode.OK);
        }

        var key = ("X-API-Key", await house.Key("bookings"));
        (await house.Http.Send(house.Office, HttpMethod.Get, "/api/bookings", null, null, One, key)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sign_in_links_are_opened_a_few_times_only()
    {
        await using var house = await House.Start(settings: Behind);
        Task<Answer> Ask((string, string) client) =>
            house.Http.Send(house.Office, HttpMethod.Get, "/sign-in/sign-in.x.0.1.y", null, null, client);
        Refused(await UntilRefused(() => Ask(One), most: 100));
        (await Ask(Other)).Is(HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("link")]
    [InlineData("feed")]
    public async Task Secrets_are_not_guessed_for_long(string kind)
    {
        await using var house = await House.Start(settings: Behind);
        Task<Answer> Ask((string, string) client) => kind switch
        {
            "key" => house.Http.Send(
                house.Crew, HttpMethod.Get, "/api/events", null, null, client, ("X-API-Key", "pk_crew_guess")),
            "link" => house.Http.Send(house.Crew, HttpMethod.Get, "/l/event.x~y.1.1.guess", null, null, client),
            _ => house.Http.Send(house.Office, HttpMethod.Get, "/feeds/guess.ics", null, null, client),
        };
        Refused(await UntilRefused(() => Ask(One), most: 400));
        var fresh = await Ask(Other);
        Assert.Equal(kind == "key" ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound, fresh.Status);
        var right = ("X-API-Key", await house.Key("crew"));
        (await house.Http.Send(house.Crew, HttpMethod.Get, "/api/events", null, null, One, right)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_no_trusted_proxy_vouches_for_cannot_name_itself()
    {
        await using var house = await House.Start();
        var count = 0;
        Refused(await UntilRefused(() => house.Http.Send(
            house.Office, HttpMethod.Get, "/sign-in/sign-in.x.0.1.y", null, null, ("X-Forwarded-For", $"203.0.113.{count++}"))));
    }

    private static void Refused(Answer answer)
    {
        answer.Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("application/problem+json", answer.Type);
        Assert.True(int.Parse(answer.Headers["Retry-After"], null) > 0);
    }

    private static async Task<Answer> UntilRefused(Func<Task<Answer>> ask, int most = 5000)
    {
        for (var asked = 0; asked < most; asked += 20)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ask()));
            if (answers.FirstOrDefault(answer => answer.Status == HttpStatusCode.TooManyRequests) is { } refused) return refused;
        }

        throw new TimeoutException($"none of {most} requests was refused");
    }
}

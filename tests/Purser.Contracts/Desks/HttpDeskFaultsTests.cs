using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Purser.Aws;
using Purser.Aws.Desks;
using Purser.Contracts.Memory;
using Purser.Outside;
using static Purser.Contracts.Desks.CrewStage;

namespace Purser.Contracts.Desks;

/// <summary>What happens on the way between office and crew desk, and what becomes of a put then.</summary>
public sealed class HttpDeskFaultsTests : IAsyncLifetime
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(30);

    private static readonly DeskPatience Patience = new(
        3, Each, new Pauses(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3)), TimeSpan.FromSeconds(5), 6,
        TimeSpan.FromSeconds(15));

    private readonly CrewStage _stage = new();
    private readonly HurriedTime _time = new(TimeSpan.FromSeconds(10));
    private DoorStand _stand = null!;
    private HttpCrewDesk _desk = null!;
    private int _calls;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _stage.Man();
        _stand = await CrewDeskFar.OpenCrew(_stage, retires: _stage.Clock.GetCurrentInstant() + Duration.FromHours(1));
        _desk = new HttpCrewDesk(_stand.Calls(DeskKind.Crew, Patience, _time), _stand.Desk(DeskKind.Crew));
    }

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task A_put_that_arrived_though_its_answer_was_late_is_read_and_is_the_same()
    {
        Way(
            async (context, doors) =>
            {
                await Swallow(context, doors);
                _time.Advance(Each);
                await Gone(context);
            });
        var reply = await _desk.Put(Trip(1), Stop);
        Assert.Equal((PutOutcome.Same, 1), (reply.Outcome, reply.Now.Generation));
        Assert.Equal([Put, Read, Put], _stand.Seen);
        Assert.Equal(3, (await _stage.Desk.Notices(Booking, Stop)).Count);
    }

    [Fact]
    public async Task A_late_put_that_finds_something_newer_is_stale_and_is_not_sent_again()
    {
        Way(
            async (context, _) =>
            {
                await _stage.Desk.Put(Trip(2, hour: 12), Stop);
                _time.Advance(Each);
                await Gone(context);
            });
        var reply = await _desk.Put(Trip(1), Stop);
        Assert.Equal((PutOutcome.Stale, 2), (reply.Outcome, reply.Now.Generation));
        Assert.Equal([Put, Read], _stand.Seen);
    }

    [Fact]
    public async Task A_function_that_finishes_late_does_not_undo_what_came_after_it()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Way(
            async (context, doors) =>
            {
                arrived.SetResult();
                await held.Task;
                await doors(context);
            });
        var late = _desk.Put(Trip(1), Stop);
        await arrived.Task;
        Assert.Equal(PutOutcome.Stored, (await _desk.Put(Trip(2, hour: 12), Stop)).Outcome);
        held.SetResult();
        var reply = await late;
        Assert.Equal((PutOutcome.Stale, 2), (reply.Outcome, reply.Now.Generation));
        Assert.Equal(2, (await _stage.Desk.Read(Booking, Stop))!.Generation);
    }

    [Fact]
    public async Task An_answer_that_is_cut_in_the_middle_is_no_answer()
    {
        Way(
            async (context, doors) =>
            {
                var whole = await Swallow(context, doors);
                context.Response.ContentLength = whole.Length;
                await context.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2), Stop);
                await context.Response.Body.FlushAsync(Stop);
                context.Abort();
            });
        Assert.Equal(PutOutcome.Same, (await _desk.Put(Trip(1), Stop)).Outcome);
        Assert.Equal([Put, Read, Put], _stand.Seen);
    }

    [Fact]
    public async Task A_storm_of_5xx_ends_after_a_few_tries_and_says_where()
    {
        Always((context, _) => Say(context, 503, "<html>overloaded</html>"));
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.Put(Trip(1), Stop));
        Assert.Equal($"PUT {_stand.Address}api/events/{Booking} of the crew desk did not answer: 503", fault.Message);
        Assert.Equal([Put, Read, Read, Read], _stand.Seen);
        Assert.Equal(3, _time.Pauses.Count);
        Assert.All(_time.Pauses, pause => Assert.InRange(pause.TotalMilliseconds, 100, 3000));
    }

    [Fact]
    public async Task Throttling_waits_as_long_as_it_is_told_and_then_goes_on()
    {
        Way((context, _) =>
        {
            context.Response.Headers.RetryAfter = "3";
            return Say(context, 429, "");
        });
        Assert.Equal(PutOutcome.Stored, (await _desk.Put(Trip(1), Stop)).Outcome);
        Assert.Equal([Put, Put], _stand.Seen);
        Assert.Equal([TimeSpan.FromSeconds(3)], _time.Pauses);
    }

    [Fact]
    public async Task Whoever_wants_to_be_left_alone_for_long_has_not_answered()
    {
        Always((context, _) =>
        {
            context.Response.Headers.RetryAfter = "120";
            return Say(context, 429, "");
        });
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.Read(Booking, Stop));
        Assert.EndsWith("did not answer: 429", fault.Message, StringComparison.Ordinal);
        Assert.Single(_stand.Seen);
    }

    [Fact]
    public async Task A_desk_that_does_not_answer_is_left_alone_and_then_tried_by_one()
    {
        Always((context, _) => Say(context, 500, ""));
        for (var call = 0; call < 2; call++)
            await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.Read(Booking, Stop));
        Assert.Equal(6, _stand.Seen.Count);
        var left = await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.Read(Booking, Stop));
        Assert.Contains("it has not answered 6 times", left.Message, StringComparison.Ordinal);
        Assert.Equal(6, _stand.Seen.Count);

        _time.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.Read(Booking, Stop));
        Assert.Equal(7, _stand.Seen.Count);
        Always((context, doors) => doors(context));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(await _desk.Read(Booking, Stop));
        Assert.Null(await _desk.Read(Booking, Stop));
        Assert.Equal(9, _stand.Seen.Count);
    }

    [Fact]
    public async Task An_edge_that_drops_the_header_is_told_from_a_wrong_key()
    {
        Always((context, doors) =>
        {
            context.Request.Headers.Remove("X-API-Key");
            return doors(context);
        });
        var dropped = await Assert.ThrowsAsync<OutsideRefused>(() => _desk.Put(Trip(1), Stop));
        Assert.Contains("did not reach the crew desk", dropped.Reason, StringComparison.Ordinal);
        Assert.Contains("PURSER_CREW_DESK_URL", dropped.Reason, StringComparison.Ordinal);
        Assert.Contains("ServiceCallsThroughEdge", dropped.Reason, StringComparison.Ordinal);

        Always((context, doors) => doors(context));
        var calls = _stand.Calls(DeskKind.Crew, Patience, _time, new MemorySecrets(seed: 99));
        var wrong = await Assert.ThrowsAsync<OutsideRefused>(
            () => new HttpCrewDesk(calls, _stand.Desk(DeskKind.Crew)).Put(Trip(1), Stop));
        Assert.Contains("the secret crew-desk-1", wrong.Reason, StringComparison.Ordinal);
        Assert.Contains("purser keys desk crew", wrong.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("pk_crew_", wrong.Reason + wrong.Message, StringComparison.Ordinal);
        Assert.Equal(2, _stand.Seen.Count);
    }

    [Fact]
    public async Task A_key_that_has_ended_is_a_wrong_one()
    {
        await _desk.Put(Trip(1), Stop);
        _stage.Clock.AdvanceHours(2);
        var ended = await Assert.ThrowsAsync<OutsideRefused>(() => _desk.Read(Booking, Stop));
        Assert.Contains("no key that stands", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_list_is_not_there_no_desk_is_there_and_that_is_no_empty_list()
    {
        const string body = """{"type":"urn:purser:not-found","title":"There is nothing here","status":404}""";
        Always((context, _) => Say(context, 404, body, "application/problem+json"));
        Assert.Null(await _desk.Read(Booking, Stop));
        var day = new LocalDate(2027, 5, 30);
        foreach (var call in (Func<Task>[])
            [() => _desk.People(Stop), () => _desk.Notices(Booking, Stop), () => _desk.List(day, day.PlusDays(1), Stop)])
        {
            var fault = await Assert.ThrowsAsync<OutsideRefused>(call);
            Assert.StartsWith("404 of ", fault.Reason, StringComparison.Ordinal);
            Assert.Contains("PURSER_CREW_DESK_URL", fault.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Welcome</html>", "200 with a body that no desk")]
    [InlineData(200, "application/json", "[]", "200 with a body that no desk")]
    [InlineData(302, "text/html", "", "302 of ")]
    [InlineData(403, "application/json", """{"message":"Missing Authentication Token"}""", "403 of ")]
    [InlineData(404, "text/html", "<html>hush-hush</html>", "404 of ")]
    [InlineData(421, "application/problem+json", """{"type":"urn:purser:other-site"}""", "421: ")]
    [InlineData(418, "text/plain", "hush-hush", "418 of ")]
    public async Task What_no_desk_says_is_a_fault_with_status_and_address(int status, string type, string body, string said)
    {
        Always((context, _) => Say(context, status, body, type));
        foreach (var call in (Func<Task>[])[() => _desk.Read(Booking, Stop), () => _desk.Put(Trip(1), Stop)])
        {
            var fault = await Assert.ThrowsAsync<OutsideRefused>(call);
            Assert.StartsWith(said, fault.Reason, StringComparison.Ordinal);
            Assert.Contains(_stand.Address.Authority, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hush-hush", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_done_once_is_not_asked_again_when_nobody_knows()
    {
        Way(
            async (context, doors) =>
            {
                await Swallow(context, doors);
                context.Abort();
            });
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.SendLink("ines", Stop));
        Assert.Contains("it may have been done", fault.Message, StringComparison.Ordinal);
        Assert.Single(_stand.Seen);
        Assert.NotNull((await _stage.Office.People(Stop))[0].Link);
    }

    [Fact]
    public async Task Nobody_there_is_no_answer_and_an_act_is_tried_again()
    {
        await _stand.DisposeAsync();
        var fault = await Assert.ThrowsAsync<OutsideUnavailable>(() => _desk.SendLink("ines", Stop));
        Assert.EndsWith("no connection", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, _time.Pauses.Count);
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_answered_and_the_desk_is_not_blamed()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Always(async (context, _) =>
        {
            await patience.CancelAsync();
            await Gone(context);
        });
        for (var call = 0; call < 8; call++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _desk.Read(Booking, patience.Token));
        Always((context, doors) => doors(context));
        Assert.Null(await _desk.Read(Booking, Stop));
    }

    private static string Put => $"PUT /api/events/{Booking}";

    private static string Read => $"GET /api/events/{Booking}";

    /// <summary>Happens to the first request only.</summary>
    private void Way(Func<HttpContext, RequestDelegate, Task> first) => _stand.Way = (context, doors) =>
        Interlocked.Increment(ref _calls) == 1 ? first(context, doors) : doors(context);

    private void Always(Func<HttpContext, RequestDelegate, Task> way) => _stand.Way = way;

    /// <summary>Lets the doors do their work, and keeps what they answered.</summary>
    private static async Task<byte[]> Swallow(HttpContext context, RequestDelegate doors)
    {
        var sent = context.Features.Get<IHttpResponseBodyFeature>()!;
        var kept = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(kept));
        await doors(context);
        context.Features.Set(sent);
        return kept.ToArray();
    }

    private static async Task Gone(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.RequestAborted.Register(gone.SetResult)) await gone.Task;
    }

    private static async Task Say(HttpContext context, int status, string body, string type = "text/html")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), Stop);
    }
}

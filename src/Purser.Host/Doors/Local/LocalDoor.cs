using System.Text.Json;
using NodaTime;
using Purser.Bookings;
using Purser.Crew;
using Purser.Aws.Desks;
using Purser.Aws.Queue;
using Purser.Embedded.Pump;
using Purser.Fleet;
using Purser.Guests;
using Purser.Host.Composition;
using Purser.Host.Doors.Keys;
using Purser.Host.Intake;
using Purser.Links;
using Purser.Outside;

namespace Purser.Host.Doors.Local;

/// <summary>What only this program's own commands may do, at the socket in the data folder.</summary>
public static class LocalDoor
{
    private static readonly Duration Overlap = Duration.FromHours(24);
    private static readonly Duration SignInFor = Duration.FromMinutes(15);

    /// <summary>Guests' files may be many gigabytes.</summary>
    private static readonly TimeLimit BackupFor = new(BackupFile.Longest);

    /// <summary>Adds the addresses.</summary>
    public static void MapLocal(
        this IEndpointRouteBuilder site, House house, Func<PumpState> pump, Func<QueueState?> queue)
    {
        var oneBackup = new SemaphoreSlim(1, 1);
        site.Post("/local/keys/{scope}", context => NewKey(context, house, rotate: false));
        site.Post("/local/keys/{scope}/rotate", context => NewKey(context, house, rotate: true));
        site.Post("/local/keys/{scope}/retire-older", context => RetireOlder(context, house));
        site.Get("/local/keys", context => ListKeys(context, house));
        site.Delete("/local/keys/{scope}/{id}", context => RetireKey(context, house));
        site.Post("/local/desk-keys/{scope}", context => DeskKey(context, house, rotate: false));
        site.Post("/local/desk-keys/{scope}/rotate", context => DeskKey(context, house, rotate: true));
        site.Get("/local/hooks/{channel}", context => Hook(context, house, rotate: false));
        site.Post("/local/hooks/{channel}/rotate", context => Hook(context, house, rotate: true));
        site.Post("/local/sign-in", context => SignIn(context, house));
        site.Post("/local/doctor", context => Look(context, to => new Doctor(house, pump(), queue(), to)));
        site.Post("/local/backup", context => WriteBackup(context, house, oneBackup)).WithMetadata(BackupFor);
        site.Post("/local/crew", context => ImportCrew(context, house));
        site.Get("/local/preview/{id}", context => Preview(context, house));
    }

    private static async Task<IResult> Look(HttpContext context, Func<string?, Doctor> doctor)
    {
        var stop = context.RequestAborted;
        var body = await Bodies.Json(context, stop);
        return await body.Match(
            async bytes =>
            {
                var to = JsonSerializer.Deserialize(bytes.Span, LocalJson.Default.DoctorBody)?.TestMailTo;
                if (to is not null && !Contact.IsEmail(to))
                    return Problem.Malformed($"\"{to}\" is no mail address.");
                return Reply.Json(await doctor(to).Look(stop), LocalJson.Default.DoctorReply);
            },
            problem => Task.FromResult<IResult>(problem));
    }

    private static async Task<IResult> NewKey(HttpContext context, House house, bool rotate)
    {
        if (KeyScopes.Parse(context.RouteText("scope")) is not { } scope) return NoScope;
        if (scope.Desk is not null)
        {
            return new Problem(
                409, "made-of-a-secret", "The office makes this key of a secret",
                $"Run: {scope.Making}" + (rotate ? " --rotate" : ""));
        }

        var stop = context.RequestAborted;
        var made = rotate ? await house.Keys.Rotate(scope, Overlap, stop) : await house.Keys.Make(scope, stop);
        return Reply.Json(made, KeyJson.Default.NewKey, 201);
    }

    private static async Task<IResult> ListKeys(HttpContext context, House house)
    {
        var all = new List<StoredKey>();
        foreach (var scope in KeyScopes.All) all.AddRange(await house.Keys.List(scope, context.RequestAborted));
        return Reply.Json(new KeyList(all), KeyJson.Default.KeyList);
    }

    private static async Task<IResult> RetireKey(HttpContext context, House house)
    {
        if (KeyScopes.Parse(context.RouteText("scope")) is not { } scope) return NoScope;
        var found = await house.Keys.Retire(scope, context.RouteText("id"), Duration.Zero, context.RequestAborted);
        return found ? Results.NoContent() : Problem.NotFound("There is no such key in this scope.");
    }

    private static async Task<IResult> RetireOlder(HttpContext context, House house)
    {
        if (KeyScopes.Parse(context.RouteText("scope")) is not { } scope) return NoScope;
        var older = await house.Keys.RetireOlder(scope, context.RequestAborted);
        return Reply.Json(new RetiredKeys(scope.Word, older), KeyJson.Default.RetiredKeys);
    }

    /// <summary>
    /// Makes the secret if there is none yet, and shows the hash of the key that is made of it. To rotate is
    /// to make the next secret: nothing is written over, and the office goes on with the one that its
    /// settings name. Where the records lie on this machine the key opens this program's own desk too; on AWS
    /// the desks share their tables with functions, and there the setting alone says which keys stand.
    /// </summary>
    private static async Task<IResult> DeskKey(HttpContext context, House house, bool rotate)
    {
        DeskAddress[] desks = [house.Settings.Desks.Calendar, house.Settings.Desks.Crew];
        if (desks.FirstOrDefault(one => one.Kind.Scope == context.RouteText("scope")) is not { } desk)
            return Problem.NotFound("There is no such desk. Known: calendar, crew.");
        var standing = await Hash(desk.Secret);
        if (!rotate) return Shown(desk.Secret, standing, standing);
        var next = DeskKeys.Next(desk.Secret);
        var made = await Hash(next);
        return Shown(next, made, $"{standing},{made}");

        async Task<string> Hash(string name)
        {
            var secret = await house.Secrets.Get(name, context.RequestAborted);
            var hash = KeyRing.Hex(DeskKeys.Text(desk.Kind, secret.Span));
            if (house.Settings.Aws is null)
                await house.Keys.Take(KeyScopes.Office(desk.Kind), hash, context.RequestAborted);
            return hash;
        }

        IResult Shown(string secret, string hash, string value) => Reply.Json(
            new DeskKeyReply(desk.Kind.Scope, secret, hash, value), LocalJson.Default.DeskKeyReply);
    }

    private static async Task<IResult> Hook(HttpContext context, House house, bool rotate)
    {
        if (!ChannelId.TryParse(context.RouteText("channel"), out var channel) || house.Fleet.Find(channel) is null)
            return Problem.NotFound($"There is no such channel. Known: {string.Join(", ", house.Fleet.Channels.Select(one => one.Id))}.");
        var address = new Uri(house.Settings.Office.Base, $"hooks/{channel}").ToString();
        var stop = context.RequestAborted;
        var secret = rotate
            ? await house.Hooks.Rotate(channel, Overlap, stop)
            : (await house.Hooks.Standing(channel, stop))[0];
        return Reply.Json(new HookReply(channel.Text, address, secret), LocalJson.Default.HookReply);
    }

    private static async Task<IResult> SignIn(HttpContext context, House house)
    {
        if (!house.Settings.Office.Private)
        {
            return new Problem(
                409, "sign-in-closed", "Sign-in is closed",
                "The office site is public and not encrypted, so a session could be stolen. Set PURSER_OFFICE_URL to an https address.");
        }

        var expires = house.Clock.GetCurrentInstant() + SignInFor;
        var key = await house.Secrets.Get(SecretNames.OfficeLinks, context.RequestAborted);
        var link = new MagicLink(LinkPurpose.SignIn, house.Tokens.Id(), 0, expires).Sign(key.Span);
        var address = new Uri(house.Settings.Office.Base, $"sign-in/{link}").ToString();
        return Reply.Json(new SignInReply(address, expires), LocalJson.Default.SignInReply, 201);
    }

    private static async Task<IResult> WriteBackup(HttpContext context, House house, SemaphoreSlim one)
    {
        var body = await Bodies.Json(context, context.RequestAborted);
        return await body.Match(
            bytes =>
            {
                var asked = JsonSerializer.Deserialize(bytes.Span, LocalJson.Default.BackupBody);
                return asked?.Path is { Length: > 0 } path && Path.IsPathFullyQualified(path)
                    ? WriteBackup(house, asked, one, context.RequestAborted)
                    : Task.FromResult<IResult>(Problem.Malformed("An absolute path is needed."));
            },
            problem => Task.FromResult<IResult>(problem));
    }

    /// <summary>One at a time of one house: two would write the same copy of its records.</summary>
    private static async Task<IResult> WriteBackup(
        House house, BackupBody asked, SemaphoreSlim one, CancellationToken stop)
    {
        if (house.Backup is not { } store)
        {
            return new Problem(
                409, "no-backup-here", "Records do not lie on this machine",
                "AWS keeps them to the second for 35 days: restore the tables to a point in time.");
        }

        if (!await one.WaitAsync(0, stop))
            return new Problem(409, "backup-runs", "A backup is being written", "Wait until it is done.");
        try
        {
            var what = new BackupWork(house.Folder.Path, asked.Path, !asked.WithoutKeys);
            var count = await Task.Run(() => BackupFile.Write(what, store, stop), stop);
            return Reply.Json(new DoneReply(asked.Path, count), LocalJson.Default.DoneReply, 201);
        }
        finally
        {
            one.Release();
        }
    }

    private static async Task<IResult> ImportCrew(HttpContext context, House house)
    {
        var stop = context.RequestAborted;
        var body = await Bodies.Read(context, "text/csv", Bodies.MostJson, stop);
        return await body.Match(
            async bytes =>
            {
                var (count, wrong) = await RosterImport.Take(bytes, house.Roster, stop);
                return wrong is null ? Reply.Json(new DoneReply("crew", count), LocalJson.Default.DoneReply) : wrong;
            },
            problem => Task.FromResult<IResult>(problem));
    }

    private static async Task<IResult> Preview(HttpContext context, House house)
    {
        var stop = context.RequestAborted;
        if (!BookingId.TryParse(context.RouteText("id"), out var id) || await house.Shelf.Read(id, stop) is not { } file)
            return Problem.NotFound("There is no such booking.");
        if (file.Booking.Slug is null)
            return new Problem(409, "no-page", "It has no page", "A booking in conflict gets its page once it is confirmed.");
        if (file.Booking.Erased is not null)
            return new Problem(409, "erased", "Its guest was forgotten", "The page is no longer kept.");
        var key = await house.Papers.Key(file, stop);
        var page = GuestPage.Render(house.Templates, house.Papers.Page(file), key, file.Page?.Revision ?? 1);
        context.Response.Headers["X-Fragment"] = key.Fragment;
        return Results.Bytes(page, PagePlace.ContentType);
    }

    private static Problem NoScope { get; } =
        Problem.NotFound($"There is no such scope. Known: {string.Join(", ", KeyScopes.All.Select(scope => scope.Word))}.");
}

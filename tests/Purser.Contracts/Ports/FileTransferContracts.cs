using NodaTime;
using Purser.Outside;
using Purser.Outside.Moving;

namespace Purser.Contracts.Ports;

/// <summary>What every list of objects keeps.</summary>
public abstract class ObjectTransferContract(ObjectsFixture fixture, Func<IObjectTransfer> transfer)
    : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_object_of_a_folder_is_listed_once()
    {
        string[] keys = ["g/a.html", "g/b.html", "g-old/c.html", "photos/abc/360.jpg", "held/abc/360.jpg"];
        foreach (var key in keys)
        {
            var content = new ObjectContent(new byte[] { 1 }, "text/html", "no-cache", 1);
            Assert.NotNull(await fixture.Objects.Put(ObjectKey.Of(key), content, null, Stop));
        }

        Assert.Equal(["g/a.html", "g/b.html"], await Listed("g"));
        Assert.Equal(["photos/abc/360.jpg"], await Listed("photos"));
        Assert.Equal(["held/abc/360.jpg"], await Listed("held"));
        await fixture.Objects.Remove(ObjectKey.Of("g/a.html"), Stop);
        Assert.Equal(["g/b.html"], await Listed("g"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_empty() => Assert.Empty(await Listed("photos"));

    private async Task<List<string>> Listed(string folder) =>
        [.. (await transfer().List(folder, Stop).ToListAsync(Stop)).Select(key => key.Text)
            .Order(StringComparer.Ordinal)];
}

/// <summary>What every way to carry guests' files over keeps.</summary>
public abstract class QuarantineTransferContract(
    QuarantineFixture fixture, Func<IQuarantineTransfer> transfer) : IAsyncDisposable
{
    private static readonly byte[] Body = [1, 2, 3, 4, 5];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_guests_sent_is_listed_and_what_is_only_granted_is_not()
    {
        Assert.Empty(await Listed());
        Assert.Equal(Sent.Taken, await fixture.Send(Order("booking/one"), 0, Body));
        await fixture.Quarantine.Look(Order("booking/one"), Stop);
        await fixture.Quarantine.Grant(Order("booking/two"), Stop);
        Assert.Equal(["booking/one"], await Listed());
    }

    [Fact]
    public async Task A_file_that_is_kept_has_arrived_and_cannot_be_sent_again()
    {
        await Keep("booking/one", Body);
        Assert.True((await fixture.Quarantine.Look(Order("booking/one"), Stop)).Whole);
        Assert.Equal(Sent.Already, await fixture.Send(Order("booking/one"), 0, Body));
        using var borrowed = await fixture.Quarantine.Borrow("booking/one", Stop);
        Assert.Equal(Body, await File.ReadAllBytesAsync(borrowed!.Path, Stop));
        Assert.Equal(["booking/one"], await Listed());
    }

    [Fact]
    public async Task A_file_that_is_there_stays()
    {
        await Keep("booking/one", Body);
        await Keep("booking/one", [9]);
        using var borrowed = await fixture.Quarantine.Borrow("booking/one", Stop);
        Assert.Equal(Body, await File.ReadAllBytesAsync(borrowed!.Path, Stop));
    }

    private UploadOrder Order(string name) => new(
        name, "image/jpeg", Body.Length, new Uri("http://localhost:8080/upload"),
        fixture.Now + Duration.FromMinutes(10));

    private async Task Keep(string name, byte[] body)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, body, Stop);
        await transfer().Keep(name, path, Stop);
        File.Delete(path);
    }

    private async Task<List<string>> Listed() => await transfer().List(Stop).ToListAsync(Stop);
}

/// <summary>What every way to carry secrets over keeps.</summary>
public abstract class SecretTransferContract(SecretsFixture fixture, Func<ISecretTransfer> transfer)
    : IAsyncDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(one => (byte)one)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Looking_makes_nothing()
    {
        Assert.Null(await transfer().Find(SecretNames.CrewLinks, Stop));
        Assert.Null(await transfer().Find(SecretNames.CrewLinks, Stop));
        var made = await fixture.Secrets.Get(SecretNames.CrewLinks, Stop);
        Assert.Equal(made.ToArray(), (await transfer().Find(SecretNames.CrewLinks, Stop))!.Value.ToArray());
    }

    [Fact]
    public async Task A_secret_that_is_kept_is_the_one_that_is_used()
    {
        Assert.True(await transfer().Keep(SecretNames.GuestRoot, Secret, Stop));
        Assert.True(await transfer().Keep(SecretNames.GuestRoot, Secret, Stop));
        await fixture.Reopen();
        Assert.Equal(Secret, (await fixture.Secrets.Get(SecretNames.GuestRoot, Stop)).ToArray());
    }

    [Fact]
    public async Task Another_secret_is_never_replaced()
    {
        var made = await fixture.Secrets.Get(SecretNames.GuestRoot, Stop);
        Assert.False(await transfer().Keep(SecretNames.GuestRoot, Secret, Stop));
        await fixture.Reopen();
        Assert.Equal(made.ToArray(), (await fixture.Secrets.Get(SecretNames.GuestRoot, Stop)).ToArray());
    }
}

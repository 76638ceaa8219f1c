namespace Purser.EndToEnd.Harness;

/// <summary>The functions of the two desks behind their gateways, with a roster, and what an office needs.</summary>
internal sealed class FunctionFleet : IAsyncDisposable
{
    private FunctionFleet(Installation place, Function crew, Function calendar) =>
        (Place, Crew, Calendar) = (place, crew, calendar);

    /// <summary>Tables, buckets, queues, mail.</summary>
    public Installation Place { get; }

    /// <summary>The crew system.</summary>
    public Function Crew { get; }

    /// <summary>The calendar.</summary>
    public Function Calendar { get; }

    /// <summary>Before the crew system.</summary>
    public required Gateway CrewGate { get; init; }

    /// <summary>Before the calendar.</summary>
    public required Gateway CalendarGate { get; init; }

    /// <summary>Starts them.</summary>
    public static async Task<FunctionFleet> Launch()
    {
        var place = await Installation.Make();
        var crew = await Function.Start(place.Settings("crew"));
        var calendar = await Function.Start(place.Settings("calendar"));
        var csv = await File.ReadAllTextAsync(Path.Combine(PublishedProgram.Root, "samples", "operator", "crew.csv"));
        var told = await crew.Rest("POST", "/api/crew", FunctionCalls.Crew.And(FunctionCalls.Sends(csv, "text/csv")));
        Assert.True(told.Status is 200 or 201, told.Text);
        return new FunctionFleet(place, crew, calendar)
        {
            CrewGate = await Gateway.Start(crew),
            CalendarGate = await Gateway.Start(calendar),
        };
    }

    /// <summary>An office that reaches the desks through these gateways.</summary>
    public Task<Function> Office(Gateway crew, Gateway calendar)
    {
        var settings = Place.Settings("office");
        settings["PURSER_CREW_DESK_URL"] = crew.Base.ToString();
        settings["PURSER_CALENDAR_DESK_URL"] = calendar.Base.ToString();
        return Function.Start(settings);
    }

    /// <summary>Hands over what lies in the queues until nothing does.</summary>
    public async Task Settle(Function office)
    {
        await Place.Drain("office", office);
        await Place.Drain("crew", Crew);
        await Place.Drain("office", office);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CrewGate.DisposeAsync();
        await CalendarGate.DisposeAsync();
        await Crew.DisposeAsync();
        await Calendar.DisposeAsync();
        await Place.DisposeAsync();
    }
}

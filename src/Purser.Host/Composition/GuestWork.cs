using NodaTime;
using Purser.Outside;

namespace Purser.Host.Composition;

/// <summary>The guest compartment's work: photos' files are made to be as their rows say.</summary>
/// <param name="guests">Its rooms.</param>
public sealed class GuestWork(GuestRooms guests) : ICompartmentWork
{
    /// <inheritdoc />
    public Task Perform(Hint hint, CancellationToken stop) => hint is Hint.Photo photo
        ? guests.Photos.Perform(photo.Charter, photo.Id, stop)
        : throw CompartmentWorks.Misled(hint);

    /// <inheritdoc />
    public async Task<(IReadOnlyList<Hint> Due, Instant? Next)> Due(bool all, CancellationToken stop) =>
        (await guests.Photos.Due(all, stop), null);

    /// <inheritdoc />
    public Task Drift(CancellationToken stop) => Task.CompletedTask;
}

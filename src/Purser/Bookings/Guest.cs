namespace Purser.Bookings;

/// <summary>Who booked.</summary>
/// <param name="Name">1 to 100 characters, none of control.</param>
/// <param name="Email">One bare address, or null.</param>
/// <param name="Phone">E.164, or null.</param>
/// <param name="Party">How many come aboard: 1 to the vessel's limit.</param>
public sealed record Guest(string Name, string? Email, string? Phone, int Party);

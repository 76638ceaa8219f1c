namespace Purser.Bench.Aws;

/// <summary>A request that went through the proxy.</summary>
/// <param name="Service">As AWS names it, in small letters.</param>
/// <param name="Action">The operation, or the method where an interface has no names.</param>
/// <param name="WriteUnits">What DynamoDB counts for it; 0 elsewhere.</param>
/// <param name="Empty">A look into a queue that had nothing: time makes these, not bookings.</param>
internal sealed record Call(string Service, string Action, int WriteUnits, bool Empty);

namespace Purser.Aws.Lambda;

/// <summary>
/// On each request that came through a gateway: the name under which that gateway was asked. The gateway says
/// it, and no client can.
/// </summary>
/// <param name="Host">Without a port.</param>
public sealed record GatewayName(string Host);

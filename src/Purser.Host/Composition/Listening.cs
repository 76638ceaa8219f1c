using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Purser.Host.Doors;

namespace Purser.Host.Composition;

/// <summary>Opens the listeners, each marked with its site, and sets the server's limits.</summary>
public static class Listening
{
    private const int LongestSocketPath = 100;

    /// <summary>Configures the server.</summary>
    /// <param name="server">The server's options.</param>
    /// <param name="settings">Where to listen.</param>
    /// <param name="sites">False: only the local door is opened.</param>
    public static void Configure(KestrelServerOptions server, Settings settings, bool sites)
    {
        server.AddServerHeader = false;
        Limit(server.Limits);
        server.Limits.MaxRequestBodySize = Bodies.MostAnywhere;
        if (sites)
        {
            foreach (var site in settings.Sites) Listen(server, site, settings.Tls);
        }

        // Not ListenUnixSocket, which takes no relative path.
        server.Listen(new UnixDomainSocketEndPoint(SocketPath(settings)), options => Mark(options, Site.Local));
    }

    /// <summary>What holds for every request's head and connection, whoever hears it.</summary>
    internal static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxConcurrentConnections = 4096;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    /// <summary>
    /// The socket's path, relative where that is shorter: the system takes about a hundred characters.
    /// </summary>
    public static string SocketPath(Settings settings)
    {
        var near = Path.GetRelativePath(Environment.CurrentDirectory, settings.Socket);
        var path = near.Length < settings.Socket.Length ? near : settings.Socket;
        return path.Length <= LongestSocketPath
            ? path
            : throw new StartRefused(new SettingRefusal("--data", "the path is too long for a socket.", "Use a shorter path."));
    }

    private static void Listen(KestrelServerOptions server, SiteAddress site, TlsFiles? tls)
    {
        void Configure(ListenOptions options)
        {
            if (tls is not null) options.UseHttps(X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key));
            Mark(options, site.Site);
        }

        if (site.Listen is { } address) server.Listen(address, site.Port, Configure);
        else server.ListenLocalhost(site.Port, Configure);
    }

    private static void Mark(ListenOptions options, Site site) => options.Use(next => connection =>
    {
        connection.Features.Set(new SiteMark(site));
        return next(connection);
    });
}

/// <summary>The program cannot start as it is set up.</summary>
public sealed class StartRefused(SettingRefusal refusal) : Exception(refusal.ToString())
{
    /// <summary>Why.</summary>
    public SettingRefusal Refusal { get; } = refusal;
}

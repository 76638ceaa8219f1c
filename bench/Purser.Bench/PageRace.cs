using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Purser.Bench;

/// <summary>The guest page from the host, and the same file from nginx, under the same load.</summary>
internal static partial class PageRace
{
    /// <summary>Requests a second from the host and from nginx.</summary>
    public static async Task<(double Host, double Nginx)> Run(Served served, string slug, string folder)
    {
        var address = new Uri(served.Guest, $"/g/{slug}").ToString();
        var root = Directory.CreateDirectory(Path.Combine(folder, "site", "g"));
        using (var client = new HttpClient())
            await File.WriteAllBytesAsync(Path.Combine(root.FullName, slug + ".html"), await client.GetByteArrayAsync(new Uri(address)));
        var settings = Path.Combine(folder, "nginx.conf");
        var port = Served.FreePorts()[0];
        await File.WriteAllTextAsync(settings, $$"""
            user {{Environment.UserName}}; daemon off; worker_processes 2; pid {{folder}}/nginx.pid; error_log {{folder}}/nginx.log;
            events { worker_connections 1024; }
            http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static off;
              types { text/html html; } open_file_cache max=100;
              server { listen 127.0.0.1:{{port}}; root {{folder}}/site; location /g/ { try_files $uri.html =404; } } }
            """);
        using var nginx = Process.Start("nginx", ["-c", settings, "-p", folder]);
        try
        {
            var nginxAddress = $"http://127.0.0.1:{port}/g/{slug}";
            await Load(address, 1);
            await Load(nginxAddress, 1);
            var pairs = new List<(double Host, double Nginx)>();
            for (var turn = 0; turn < 3; turn++) pairs.Add((await Load(address, 3), await Load(nginxAddress, 3)));
            return pairs.OrderBy(pair => pair.Host / pair.Nginx).ElementAt(1);
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
        }
    }

    private static async Task<double> Load(string address, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{seconds}s", address]) { RedirectStandardOutput = true };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}

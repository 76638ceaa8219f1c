using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Purser.Aws.Lambda;

/// <summary>The program as a Lambda function: it asks for events instead of listening.</summary>
public static class LambdaParts
{
    /// <summary>Lambda sets it, and only there does this server work: host and port.</summary>
    public const string RuntimeApiVariable = "AWS_LAMBDA_RUNTIME_API";

    /// <summary>
    /// Makes the runtime's events the only server of this program. Call it after whatever else adds a
    /// server.
    /// </summary>
    public static IServiceCollection UseLambda(this IServiceCollection services, LambdaOptions options)
    {
        services.RemoveAll<IServer>();
        services.AddSingleton<IServer>(parts => new LambdaServer(
            options,
            parts.GetRequiredService<IHostApplicationLifetime>(),
            parts.GetRequiredService<ILogger<LambdaServer>>()));
        return services;
    }

    /// <summary>
    /// Tells the runtime that this program did not start, so that the reason stands in the function's log
    /// and the next start is not waited for in vain. Call it once, then end the program.
    /// </summary>
    /// <param name="runtimeApi">As the variable says.</param>
    /// <param name="fault">Why; its message is told.</param>
    /// <param name="stop">Gives up telling.</param>
    /// <exception cref="Outside.OutsideUnavailable">The runtime does not answer.</exception>
    public static async Task ReportFailedStart(string runtimeApi, Exception fault, CancellationToken stop)
    {
        using var runtime = new RuntimeApi(runtimeApi);
        await runtime.FailStart(fault, stop);
    }
}

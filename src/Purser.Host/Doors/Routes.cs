namespace Purser.Host.Doors;

/// <summary>
/// Maps addresses to handlers that are plain functions of the request: nothing is bound by name or by type,
/// so that what a door takes is what its code reads. HEAD is answered as GET without a body.
/// </summary>
public static class Routes
{
    /// <summary>Reads; never acts.</summary>
    public static IEndpointConventionBuilder Get(
        this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapGet(path, Run(handler));

    /// <summary>Makes or acts.</summary>
    public static IEndpointConventionBuilder Post(
        this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapPost(path, Run(handler));

    /// <summary>Changes parts (RFC 7396).</summary>
    public static IEndpointConventionBuilder Patch(
        this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapPatch(path, Run(handler));

    /// <summary>Replaces the whole.</summary>
    public static IEndpointConventionBuilder Put(
        this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapPut(path, Run(handler));

    /// <summary>Ends it.</summary>
    public static IEndpointConventionBuilder Delete(
        this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapDelete(path, Run(handler));

    /// <summary>The part of the path that the route names.</summary>
    public static string RouteText(this HttpContext context, string name) =>
        context.Request.RouteValues[name] as string ?? "";

    private static RequestDelegate Run(Func<HttpContext, Task<IResult>> handler) => async context =>
    {
        var result = await handler(context);
        await result.ExecuteAsync(context);
    };
}

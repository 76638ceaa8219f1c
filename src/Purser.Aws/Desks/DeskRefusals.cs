using System.Net;
using Purser.Outside;

namespace Purser.Aws.Desks;

/// <summary>Tells what a desk's refusal means and what the owner does about it.</summary>
internal static class DeskRefusals
{
    /// <summary>The reply, if the desk took what was asked.</summary>
    /// <exception cref="OutsideRefused">It did not, and will not.</exception>
    public static DeskReply Taken(DeskReply reply, DeskAddress desk) =>
        reply.Succeeded ? reply : throw Of(reply, desk);

    /// <summary>The fault of a reply that refuses for good.</summary>
    public static OutsideRefused Of(DeskReply reply, DeskAddress desk) =>
        new(reply.Operation, Reason(reply, desk));

    private static string Reason(DeskReply reply, DeskAddress desk)
    {
        var (kind, at) = (desk.Kind, desk.Base?.GetLeftPart(UriPartial.Authority));
        return (reply.Status, reply.Kind) switch
        {
            (HttpStatusCode.Unauthorized, "key-missing") =>
                $"401: {kind.Header} was sent to {at} and did not reach the {kind.Name}: something between "
                + $"drops it. Set {kind.Setting} to the desk's own address, not to that of a distribution, or "
                + $"let the way pass the header (ServiceCallsThroughEdge).",
            (HttpStatusCode.Unauthorized, "key-wrong") =>
                $"401: the {kind.Name} at {at} received {kind.Header}, and no key that stands is the one of "
                + $"the secret {desk.Secret}. Run `purser keys desk {kind.Scope}` here and give the desk the "
                + $"hash that it prints.",
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, null) =>
                $"{(int)reply.Status} of {at}, which is not the {kind.Name}'s own answer: something before it "
                + $"refuses. Set {kind.Setting} to the desk's own address.",
            (HttpStatusCode.NotFound, "not-found") =>
                $"404 of {at}: it is no {kind.Name}, or one of another edition. Is {kind.Setting} right?",
            (HttpStatusCode.MisdirectedRequest, "other-site") =>
                $"421: {at} is not an address at which the {kind.Name} answers. "
                + $"Set {kind.Setting} to one that is.",
            (_, null) =>
                $"{(int)reply.Status} of {at}, which is no answer of a {kind.Name}. Is {kind.Setting} right?",
            _ => $"{(int)reply.Status} {reply.Kind} of the {kind.Name} at {at}: {reply.Detail}",
        };
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.Contracts.Aws.Templates;

/// <summary>What is asked of AWS, as a policy judges it.</summary>
/// <param name="Action">For example <c>dynamodb:PutItem</c>.</param>
/// <param name="Resource">An ARN.</param>
/// <param name="Context">What conditions look at.</param>
internal sealed record IamCall(string Action, string Resource, IReadOnlyDictionary<string, string>? Context = null)
{
    public override string ToString() => $"{Action} on {Resource}";
}

/// <summary>
/// The policies of a stack's one role, judged as IAM does: what no statement allows is denied, what one denies is
/// denied whatever another allows. Of conditions it knows those that the templates use.
/// </summary>
internal sealed class RolePolicy
{
    private readonly IReadOnlyList<JsonObject> _statements;

    public RolePolicy(Stack stack)
    {
        Role = Assert.Single(stack.OfType("AWS::IAM::Role"));
        Assert.Null(Role.At("ManagedPolicyArns"));
        _statements =
        [
            .. from policy in Role.At("Policies")!.AsArray()
               from statement in policy!["PolicyDocument"]!["Statement"]!.AsArray()
               select statement.AsObject(),
        ];
    }

    public Resource Role { get; }

    /// <summary>Every action and resource that some statement speaks of.</summary>
    public IEnumerable<(string Action, string Resource)> Grants =>
        from statement in _statements
        where statement["Effect"]!.ToString() == "Allow"
        from action in Texts(statement["Action"])
        from resource in Texts(statement["Resource"])
        select (action, resource);

    public bool Allows(IamCall call)
    {
        var meant = _statements.Where(one => Speaks(one, call)).ToLookup(one => one["Effect"]!.ToString());
        return meant["Allow"].Any() && !meant["Deny"].Any();
    }

    private static bool Speaks(JsonObject statement, IamCall call) =>
        Texts(statement["Action"]).Any(pattern => Matches(pattern, call.Action, RegexOptions.IgnoreCase))
        && Texts(statement["Resource"]).Any(pattern => Matches(pattern, call.Resource, RegexOptions.None))
        && (statement["Condition"] is not JsonObject conditions || Holds(conditions, call));

    private static bool Holds(JsonObject conditions, IamCall call) => conditions.All(condition =>
    {
        Assert.Equal("StringEquals", condition.Key);
        return condition.Value!.AsObject().All(one =>
            call.Context?.GetValueOrDefault(one.Key) is { } value && Texts(one.Value).Contains(value));
    });

    private static bool Matches(string pattern, string text, RegexOptions options) => Regex.IsMatch(
        text,
        $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$",
        options | RegexOptions.CultureInvariant);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(item => item!.ToString()),
        null => [],
        _ => [node.ToString()],
    };
}

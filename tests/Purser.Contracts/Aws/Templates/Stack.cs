using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// A template with its parameters put in, as AWS would: conditions decided, references and substitutions replaced, by
/// the names that resources have or, where AWS would invent one, by their logical name.
/// </summary>
internal sealed partial class Stack
{
    public const string Account = "123456789012";
    public const string Region = "us-east-1";

    private readonly Dictionary<string, string> _parameters;
    private readonly Template _template;

    public Stack(Template template, IReadOnlyList<(string Name, string Value)> parameters)
    {
        _template = template;
        _parameters = template.Parameters.ToDictionary(
            one => one.Key, one => one.Value!["Default"]?.ToString() ?? $"no-default-for-{one.Key}", StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            Assert.True(_parameters.ContainsKey(name), $"{template.Name} has no parameter {name}");
            _parameters[name] = value;
        }
    }

    public string Name => _template.Name;

    /// <summary>The resources that are made, by logical name.</summary>
    public IReadOnlyDictionary<string, Resource> Resources => field ??=
        _template.Resources.Where(one => one.Value!["Condition"] is not { } condition || Holds(condition.GetValue<string>()))
            .ToDictionary(
                one => one.Key,
                one => new Resource(
                    one.Key, one.Value!["Type"]!.GetValue<string>(),
                    Resolve(one.Value["Properties"]) as JsonObject ?? [], one.Value.AsObject()),
                StringComparer.Ordinal);

    public IEnumerable<Resource> OfType(string type) => Resources.Values.Where(one => one.Type == type);

    /// <summary>The value with everything put in; null where it is AWS::NoValue.</summary>
    public JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } call when Function(call) is { } done => done.Value,
        JsonObject map => Map(map),
        JsonArray list => new JsonArray([.. list.Where(item => !IsNothing(item)).Select(Resolve)]),
        null => null,
        _ => node.DeepClone(),
    };

    private JsonObject Map(JsonObject map)
    {
        var read = new JsonObject();
        foreach (var (key, value) in map)
            if (!IsNothing(value)) read.Add(key, Resolve(value));
        return read;
    }

    private bool IsNothing(JsonNode? node) =>
        node is JsonObject { Count: 1 } call && (call["Ref"]?.ToString() == "AWS::NoValue"
            || (call["Fn::If"] is JsonArray choice && IsNothing(Chosen(choice))));

    private (JsonNode? Value, bool Done)? Function(JsonObject call)
    {
        var (name, value) = call.Single();
        return name switch
        {
            "Ref" => (Ref(value!.GetValue<string>()), true),
            "Fn::GetAtt" => (Attribute(value![0]!.ToString(), value[1]!.ToString()), true),
            "Fn::Sub" => (Sub(value!), true),
            "Fn::Join" => (string.Join(value![0]!.ToString(), List(value[1]!)), true),
            "Fn::Select" => (List(value![1]!)[int.Parse(value[0]!.ToString())], true),
            "Fn::Split" => (Split(value!), true),
            "Fn::If" => (Resolve(Chosen(value!.AsArray())), true),
            _ => null,
        };
    }

    private JsonArray Split(JsonNode value) =>
        [.. Resolve(value[1])!.ToString().Split(value[0]!.ToString()).Select(part => (JsonNode)part)];

    private JsonNode? Chosen(JsonArray choice) => Holds(choice[0]!.ToString()) ? choice[1] : choice[2];

    private string[] List(JsonNode node) => Resolve(node) switch
    {
        JsonArray list => [.. list.Select(item => item!.ToString())],
        var text => text!.ToString().Split(','),
    };

    private string Sub(JsonNode value)
    {
        var text = value is JsonArray pair ? pair[0]!.ToString() : value.ToString();
        var own = value is JsonArray { Count: 2 } with ? with[1]!.AsObject() : [];
        return Placeholder().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (name[0] == '!') return $"${{{name[1..]}}}";
            if (own[name] is { } given) return Resolve(given)!.ToString();
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? Ref(name) : Attribute(name[..dot], name[(dot + 1)..]);
        });
    }

    private string Ref(string name) => name switch
    {
        "AWS::AccountId" => Account,
        "AWS::Region" => Region,
        "AWS::Partition" => "aws",
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => $"purser-{Name}",
        _ when _parameters.TryGetValue(name, out var value) => value,
        _ => Physical.Ref(Made(name)),
    };

    private string Attribute(string name, string attribute) => Physical.Attribute(Made(name), attribute);

    private Resource Made(string name)
    {
        var json = _template.Resources[name]?.AsObject()
            ?? throw new InvalidDataException($"{Name} has no {name}");
        var named = new JsonObject();
        foreach (var key in Physical.NameKeys)
            if (json["Properties"]?[key] is { } value && !IsNothing(value)) named[key] = Resolve(value);
        return new Resource(name, json["Type"]!.GetValue<string>(), named, json);
    }

    private bool Holds(string condition) => Holds(_template.Json["Conditions"]![condition]!);

    private bool Holds(JsonNode rule)
    {
        var (name, value) = rule.AsObject().Single();
        return name switch
        {
            "Condition" => Holds(value!.ToString()),
            "Fn::Equals" => Resolve(value![0])!.ToString() == Resolve(value[1])!.ToString(),
            "Fn::Not" => !Holds(value![0]!),
            "Fn::And" => value!.AsArray().All(one => Holds(one!)),
            "Fn::Or" => value!.AsArray().Any(one => Holds(one!)),
            _ => throw new InvalidDataException($"no condition is made by {name}"),
        };
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Placeholder();
}

/// <summary>A resource that a stack makes.</summary>
/// <param name="Id">Its logical name.</param>
/// <param name="Type">For example <c>AWS::S3::Bucket</c>.</param>
/// <param name="Properties">With everything put in.</param>
/// <param name="Written">As the template has it.</param>
internal sealed record Resource(string Id, string Type, JsonObject Properties, JsonObject Written)
{
    /// <summary>A value by its path, <c>A.B.0.C</c>; null if it is not there.</summary>
    public JsonNode? At(string path)
    {
        JsonNode? at = Properties;
        foreach (var step in path.Split('.'))
            at = at is JsonArray list ? list.ElementAtOrDefault(int.Parse(step)) : at?[step];
        return at;
    }

    /// <summary>The same as text.</summary>
    public string? Text(string path) => At(path)?.ToString();
}

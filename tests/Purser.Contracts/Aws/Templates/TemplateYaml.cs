using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Purser.Contracts.Aws.Templates;

/// <summary>
/// CloudFormation's YAML as the JSON that it stands for: a short form (<c>!Ref</c>, <c>!GetAtt</c>, <c>!Sub</c>...) is
/// an object with the long name.
/// </summary>
internal static class TemplateYaml
{
    public static JsonObject Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return Assert.IsType<JsonObject>(Node(Assert.Single(yaml.Documents).RootNode));
    }

    private static JsonNode? Node(YamlNode node)
    {
        var value = Plain(node);
        return node.Tag.IsEmpty || node.Tag.Value[0] != '!' ? value : Short(node.Tag.Value[1..], value);
    }

    private static JsonNode? Plain(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar),
        YamlSequenceNode list => new JsonArray([.. list.Select(Node)]),
        YamlMappingNode map => Map(map),
        _ => throw new InvalidDataException($"CloudFormation takes no {node.NodeType}"),
    };

    private static JsonObject Map(YamlMappingNode map)
    {
        var read = new JsonObject();
        foreach (var (key, value) in map) read.Add(((YamlScalarNode)key).Value!, Node(value));
        return read;
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain) return text;
        return text switch
        {
            "" or "null" or "~" => null,
            "true" => true,
            "false" => false,
            _ when long.TryParse(text, out var number) && number.ToString() == text => number,
            _ => text,
        };
    }

    private static JsonObject Short(string tag, JsonNode? value) => tag switch
    {
        "Ref" or "Condition" => new JsonObject { [tag] = value },
        "GetAtt" when value is JsonValue path => new JsonObject
        {
            ["Fn::GetAtt"] = new JsonArray([.. path.GetValue<string>().Split('.', 2).Select(part => (JsonNode)part)]),
        },
        _ => new JsonObject { [$"Fn::{tag}"] = value },
    };
}

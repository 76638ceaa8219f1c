using System.Xml.Linq;

namespace Purser.Contracts.Aws.Templates;

/// <summary>The emulator's CloudFormation, asked as the AWS CLI asks it.</summary>
internal sealed class CloudFormation : IDisposable
{
    private static int _sets;
    private readonly HttpClient _http = new() { BaseAddress = Emulator.Address };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Makes a stack, or changes it to this template and these parameters, by a change set, as <c>aws cloudformation
    /// deploy</c> does; returns its state.
    /// </summary>
    public async Task<string> Deploy(
        string stack, Template template, IReadOnlyList<(string Name, string Value)> parameters, bool again = false)
    {
        var set = $"set-{Interlocked.Increment(ref _sets)}";
        var given = parameters.Index().SelectMany(one => new (string, string)[]
        {
            ($"Parameters.member.{one.Index + 1}.ParameterKey", one.Item.Name),
            ($"Parameters.member.{one.Index + 1}.ParameterValue", one.Item.Value),
        });
        await Ask(
            "CreateChangeSet",
            [
                ("StackName", stack), ("ChangeSetName", set), ("ChangeSetType", again ? "UPDATE" : "CREATE"),
                ("TemplateBody", template.Text), ("Capabilities.member.1", "CAPABILITY_IAM"), .. given,
            ]);
        await Ask("ExecuteChangeSet", ("StackName", stack), ("ChangeSetName", set));
        return (await Ask("DescribeStacks", ("StackName", stack))).Descendants()
            .Single(one => one.Name.LocalName == "StackStatus").Value;
    }

    /// <summary>Removes a stack, and of it what is not to be retained.</summary>
    public Task Delete(string stack) => Ask("DeleteStack", ("StackName", stack));

    /// <summary>What the emulator has made: logical name, type and physical name.</summary>
    public async Task<IReadOnlyList<(string Id, string Type, string Name)>> Made(string stack) =>
    [
        .. from one in (await Ask("ListStackResources", ("StackName", stack))).Descendants()
           where one.Name.LocalName == "member"
           let type = Text(one, "ResourceType")
           where type.Length > 0
           select (Text(one, "LogicalResourceId"), type, Text(one, "PhysicalResourceId")),
    ];

    private async Task<XDocument> Ask(string action, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20270101/{Stack.Region}/cloudformation/aws4_request, SignedHeaders=host, Signature=0");
        request.Content = new FormUrlEncodedContent(
        [
            new("Action", action), new("Version", "2010-05-15"),
            .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
        ]);
        using var reply = await _http.SendAsync(request, Stop);
        var body = await reply.Content.ReadAsStringAsync(Stop);
        Assert.True(reply.IsSuccessStatusCode, body);
        return XDocument.Parse(body);
    }

    private static string Text(XElement one, string name) =>
        one.Elements().FirstOrDefault(part => part.Name.LocalName == name)?.Value ?? "";
}

using Acornima;
using Acornima.Ast;
using Jint;
using Purser.Tests.Guests;

namespace Purser.Tests.Edge;

/// <summary>A function of the edge, exactly as deployed, run on events as CloudFront makes them.</summary>
internal sealed class EdgeFunction : IDisposable
{
    private readonly Engine _engine = new();

    public EdgeFunction(string name)
    {
        Text = File.ReadAllText(TemplateSource.Find($"edge/{name}"));
        _engine.Execute(Text);
    }

    public string Text { get; }

    /// <summary>The request that goes on, as JSON.</summary>
    public string Run(string uri)
    {
        _engine.SetValue("asked", uri);
        return _engine.Evaluate(Event + "; JSON.stringify(handler(event))").AsString();
    }

    public string Rewritten(string uri)
    {
        _engine.SetValue("asked", uri);
        return _engine.Evaluate(Event + "; handler(event).uri").AsString();
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>A viewer's request as CloudFront hands it over: all of the documented members.</summary>
    private const string Event =
        """
        var event = {
          version: '1.0',
          context: {
            distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'EDFDVBD6EXAMPLE',
            eventType: 'viewer-request', requestId: '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ=='
          },
          viewer: { ip: '198.51.100.10' },
          request: {
            method: 'GET', uri: asked,
            querystring: { from: { value: '2027-05-01' }, q: { value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] } },
            headers: {
              host: { value: 'guests.example.com' }, 'user-agent': { value: 'Mozilla/5.0' },
              accept: { value: 'text/html', multiValue: [{ value: 'text/html' }, { value: 'application/xhtml+xml' }] }
            },
            cookies: { 'purser-crew': { value: 'abc', attributes: '' } }
          }
        }
        """;
}

/// <summary>What CloudFront's runtime 2.0 can do; anything else is refused at the deployment, or fails at a viewer.</summary>
internal sealed class EdgeSyntax : AstVisitor
{
    private static readonly Acornima.Ast.NodeType[] Allowed =
    [
        NodeType.Program, NodeType.FunctionDeclaration, NodeType.BlockStatement, NodeType.VariableDeclaration,
        NodeType.VariableDeclarator, NodeType.IfStatement, NodeType.ReturnStatement, NodeType.ExpressionStatement,
        NodeType.Identifier, NodeType.MemberExpression, NodeType.CallExpression, NodeType.AssignmentExpression,
        NodeType.BinaryExpression, NodeType.LogicalExpression, NodeType.UnaryExpression, NodeType.ConditionalExpression,
        NodeType.Literal,
    ];

    private static readonly string[] Forbidden =
        ["eval", "Function", "setTimeout", "setInterval", "setImmediate", "require", "XMLHttpRequest", "fetch", "process"];

    private readonly List<string> _found = [];

    /// <summary>What the text uses that the runtime lacks.</summary>
    public static IReadOnlyList<string> Beyond(string text)
    {
        var visitor = new EdgeSyntax();
        visitor.Visit(new Parser().ParseScript(text));
        return visitor._found;
    }

    public override object? Visit(Node node)
    {
        if (!Allowed.Contains(node.Type)) _found.Add($"{node.Type} at {node.Location.Start}");
        if (node is Identifier name && Forbidden.Contains(name.Name)) _found.Add(name.Name);
        if (node is VariableDeclaration { Kind: not (VariableDeclarationKind.Const or VariableDeclarationKind.Let or VariableDeclarationKind.Var) })
            _found.Add($"a declaration at {node.Location.Start}");
        return base.Visit(node);
    }
}

using System.Linq.Expressions;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>The name of the property that options of a search name by an expression: <c>r => r.Vector</c> or <c>r => r["Vector"]</c>.</summary>
internal static class SelectedProperty
{
    /// <returns>Null where there is no expression, or one of another kind.</returns>
    public static string? NameOf(LambdaExpression? selector) => Unboxed(selector?.Body) switch
    {
        MemberExpression { Expression: ParameterExpression } member => member.Member.Name,
        MethodCallExpression { Method.Name: "get_Item", Arguments: [ConstantExpression { Value: string name }] } => name,
        _ => null,
    };

    private static Expression? Unboxed(Expression? body) => body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : body;
}

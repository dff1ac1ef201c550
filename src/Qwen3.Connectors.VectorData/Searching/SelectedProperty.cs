using System.Linq.Expressions;

namespace Qwen3.Connectors.VectorData.Searching;

/// <summary>
/// Reads the name of the property that an expression in the options of a search selects: <c>r => r.Vector</c> or <c>r => r["Vector"]</c>.
/// </summary>
internal static class SelectedProperty
{
    /// <returns>Null if there is no expression, or another kind of expression.</returns>
    public static string? NameOf(LambdaExpression? selector) => Unboxed(selector?.Body) switch
    {
        MemberExpression { Expression: ParameterExpression } member => member.Member.Name,
        MethodCallExpression { Method.Name: "get_Item", Arguments: [ConstantExpression { Value: string name }] } => name,
        _ => null,
    };

    private static Expression? Unboxed(Expression? body) =>
        body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : body;
}

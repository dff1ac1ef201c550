using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>Evaluates the parts of a filter that do not depend on the record: constants, captured variables, calls on them.</summary>
internal static class FilterValues
{
    /// <summary>Evaluates an expression, unless it mentions a parameter of the filter.</summary>
    public static bool TryEvaluate(Expression expression, out object? value)
    {
        if (new ParameterFinder().Mentions(expression))
        {
            value = null;
            return false;
        }

        value = Evaluate(expression);
        return true;
    }

    /// <summary>Removes the implicit conversion of an array to a span, which C# 14 inserts.</summary>
    public static Expression WithoutSpan(Expression expression)
    {
        while (true)
        {
            switch (expression)
            {
                case MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var argument] }:
                    expression = argument;
                    break;
                case UnaryExpression { NodeType: ExpressionType.Convert } convert when IsSpan(convert.Type):
                    expression = convert.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The expression is interpreted.")]
    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member when field.IsStatic => field.GetValue(null),
        MemberExpression { Member: FieldInfo field, Expression: { } target } when Evaluate(target) is { } instance
            => field.GetValue(instance),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when convert.Type == typeof(object)
            => Evaluate(convert.Operand),
        _ => Compile(expression),
    };

    private static object? Compile(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    private static bool IsSpan(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) || type.GetGenericTypeDefinition() == typeof(Span<>));

    private sealed class ParameterFinder : ExpressionVisitor
    {
        private bool _found;

        public bool Mentions(Expression expression)
        {
            Visit(expression);
            return _found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}

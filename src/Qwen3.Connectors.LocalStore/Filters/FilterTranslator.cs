using System.Collections;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Qwen3.Connectors.LocalStore.FullText;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>Translates a filter to SQL with the meaning that it has in C#.</summary>
/// <remarks>
/// SQL's comparisons with NULL are neither true nor false, those of C# are one of both. Equality is therefore IS, and a negation is moved
/// inwards to the comparisons, which take NULL into account.
/// </remarks>
internal sealed class FilterTranslator
{
    private const string Supported =
        "==, !=, <, <=, >, >=, &&, ||, !, bool properties, Contains of a list or of a collection property, Any with Contains, "
        + "Contains of a string property, HasValue and Value of nullable properties, and values that do not depend on the record";

    private readonly RecordLayout _layout;
    private readonly ParameterExpression _record;
    private readonly List<object?> _values = [];

    private FilterTranslator(RecordLayout layout, ParameterExpression record)
    {
        _layout = layout;
        _record = record;
    }

    /// <exception cref="NotSupportedException">A part of the filter has no translation; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The filter names a property that the records do not have.</exception>
    public static SqlFilter Translate(LambdaExpression filter, RecordLayout layout)
    {
        var translator = new FilterTranslator(layout, filter.Parameters[0]);
        return new SqlFilter(translator.Condition(filter.Body, isNegated: false), [.. translator._values]);
    }

    private string Condition(Expression expression, bool isNegated) => expression switch
    {
        _ when FilterValues.TryEvaluate(expression, out var value) => (bool)value! != isNegated ? "1" : "0",
        UnaryExpression { NodeType: ExpressionType.Not } not => Condition(not.Operand, !isNegated),
        UnaryExpression { NodeType: ExpressionType.Convert } convert when convert.Type == typeof(bool) && Find(convert) is null
            => Condition(convert.Operand, isNegated),
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } guarded
            when FilterValues.TryEvaluate(guarded.Left, out var guard) => (bool)guard! == (guarded.NodeType == ExpressionType.AndAlso)
                ? Condition(guarded.Right, isNegated)
                : (bool)guard! != isNegated ? "1" : "0",
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } and
            => Both(and, isNegated ? "OR" : "AND", isNegated),
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } or
            => Both(or, isNegated ? "AND" : "OR", isNegated),
        BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual } equality
            => Equality(equality.Left, equality.Right, equality.NodeType == ExpressionType.Equal != isNegated),
        BinaryExpression comparison when Operator(comparison.NodeType) is { } sign => Comparison(comparison, sign, isNegated),
        MethodCallExpression call when Find(call) is null => Call(call, isNegated),
        MemberExpression { Member.Name: nameof(Nullable<int>.HasValue), Expression: { } nullable } when Find(nullable) is { } column
            => $"{column.Sql} {(isNegated ? "IS NULL" : "IS NOT NULL")}",
        _ when Find(expression) is { } column && column.Type.Accepts(typeof(bool)) => $"{column.Sql} {(isNegated ? "IS NOT 1" : "IS 1")}",
        _ => throw NotSupported(expression),
    };

    private string Both(BinaryExpression expression, string sign, bool isNegated) =>
        $"({Condition(expression.Left, isNegated)} {sign} {Condition(expression.Right, isNegated)})";

    private string Equality(Expression left, Expression right, bool isEqual)
    {
        var sign = isEqual ? "IS" : "IS NOT";
        var (a, b) = (Find(left), Find(right));
        return (a, b) switch
        {
            ({ } x, { } y) => $"{x.Sql} {sign} {SameKind(x, y, left).Sql}",
            ({ } x, null) when FilterValues.TryEvaluate(right, out var value) => $"{x.Sql} {sign} {Parameter(x, value, right)}",
            (null, { } y) when FilterValues.TryEvaluate(left, out var value) => $"{y.Sql} {sign} {Parameter(y, value, left)}",

            // (a > b) == true and the like.
            _ when FilterValues.TryEvaluate(right, out var value) && value is bool flag => Condition(left, flag != isEqual),
            _ when FilterValues.TryEvaluate(left, out var value) && value is bool flag => Condition(right, flag != isEqual),
            _ => throw NotSupported(a is null ? left : right),
        };
    }

    private string Comparison(BinaryExpression expression, string sign, bool isNegated)
    {
        var (a, b) = (Find(expression.Left), Find(expression.Right));
        if (a is null && b is not null)
        {
            return Comparison(Expression.MakeBinary(Mirror(expression.NodeType), expression.Right, expression.Left),
                Operator(Mirror(expression.NodeType))!, isNegated);
        }

        if (a is null || !a.Type.IsOrdered)
        {
            throw NotSupported(a is null ? expression.Left : expression);
        }

        string right;
        var nulls = $"{a.Sql} IS NULL";
        if (b is not null)
        {
            right = SameKind(a, b, expression).Sql;
            nulls += $" OR {b.Sql} IS NULL";
        }
        else if (!FilterValues.TryEvaluate(expression.Right, out var value))
        {
            throw NotSupported(expression.Right);
        }
        else if (value is null)
        {
            // A comparison with null is false in C#, its negation true.
            return isNegated ? "1" : "0";
        }
        else
        {
            right = Parameter(a, value, expression.Right);
        }

        return isNegated ? $"({a.Sql} {Opposite(sign)} {right} OR {nulls})" : $"{a.Sql} {sign} {right}";
    }

    private string Call(MethodCallExpression call, bool isNegated)
    {
        var condition = call switch
        {
            { Method.Name: "Contains", Object: { } text, Arguments: [var part] } when Find(text) is { } column && IsText(column)
                && FilterValues.TryEvaluate(part, out var value) => Text(column, value),
            { Method.Name: "Contains", Object: { } source, Arguments: [var item] } => Contains(source, item),
            { Object: null, Arguments: [var source, var item, ..] } when FilterCalls.IsContains(call) => Contains(source, item),
            { Method.Name: "Any", Object: null, Arguments: [var source, var predicate] } when FilterCalls.IsLinq(call)
                => Any(source, predicate),
            _ => throw NotSupported(call),
        };
        return isNegated ? $"NOT {condition}" : condition;
    }

    private static bool IsText(Column column) => column.Type.Accepts(typeof(string));

    /// <summary>True or false: a record without a text contains nothing.</summary>
    private string Text(Column column, object? part) => part is string or char
        ? $"ifnull(instr({column.Sql}, {Add(CleanText.Of(part.ToString()!))}) > 0, 0)"
        : throw new NotSupportedException("Contains of a string property requires a text that is not null.");

    private string Contains(Expression source, Expression item)
    {
        source = FilterValues.WithoutSpan(source);
        if (Find(source) is { Type.Element: { } element } collection && FilterValues.TryEvaluate(item, out var wanted))
        {
            var value = wanted is null ? Add(null) : Add(Encode(element, wanted, item));
            return $"EXISTS (SELECT 1 FROM json_each({collection.Sql}) WHERE {element.Comparand("value")} IS {value})";
        }

        return Find(item) is { } column && FilterValues.TryEvaluate(source, out var list)
            ? In(column.Sql, column.Type, list, source)
            : throw NotSupported(source);
    }

    /// <summary>Translates <c>collection.Any(element => list.Contains(element))</c>.</summary>
    private string Any(Expression source, Expression predicate)
    {
        if (predicate is UnaryExpression { NodeType: ExpressionType.Quote } quote)
        {
            predicate = quote.Operand;
        }

        var list = predicate is LambdaExpression { Body: MethodCallExpression { Method.Name: "Contains" } call, Parameters: [var element] }
            ? call switch
            {
                { Object: { } target, Arguments: [var item] } when item == element => target,
                { Object: null, Arguments: [var target, var item, ..] } when item == element && FilterCalls.IsContains(call) => target,
                _ => null,
            }
            : null;
        return list is not null
            && Find(FilterValues.WithoutSpan(source)) is { Type.Element: { } type } collection
            && FilterValues.TryEvaluate(FilterValues.WithoutSpan(list), out var values)
                ? $"EXISTS (SELECT 1 FROM json_each({collection.Sql}) WHERE {In(type.Comparand("value"), type, values, list)})"
                : throw NotSupported(predicate);
    }

    /// <summary>One parameter for all values, whose number SQLite would limit; true or false, also for NULL.</summary>
    private string In(string sql, ColumnType type, object? list, Expression source)
    {
        if (list is not IEnumerable items)
        {
            throw new NotSupportedException($"The list of a {source.NodeType} is null or no list; a list of values was expected.");
        }

        if (!FilterCalls.HasDefaultEquality(list))
        {
            throw new NotSupportedException(
                $"A filter searches a {list.GetType().Name} with a comparer of its own, which has no translation to SQL. Use an array.");
        }

        var values = items.Cast<object?>().ToList();
        var encoded = values.OfType<object>().Select(value => Encode(type, value, source)).ToList();
        if (encoded.Exists(value => value is byte[]))
        {
            throw NotSupported(source);
        }

        var condition = $"ifnull({sql} IN (SELECT value FROM json_each({Add(JsonList.Write(encoded))})), 0)";
        return values.Contains(null) ? $"({condition} OR {sql} IS NULL)" : condition;
    }

    private string Parameter(Column column, object? value, Expression source) =>
        value is null ? "NULL" : Add(Encode(column.Type, value, source));

    private string Add(object? value)
    {
        _values.Add(value);
        return $"?{_values.Count}";
    }

    /// <summary>Encodes a value for the comparison with a column: of the column's type, or another number if both are numbers.</summary>
    private static object Encode(ColumnType type, object value, Expression source)
    {
        if (type.Accepts(value.GetType()))
        {
            return type.EncodeComparand(value);
        }

        return type.IsNumber && ColumnTypes.TryFind(value.GetType(), out var other) && other.IsNumber
            ? other.Encode(value)
            : throw new NotSupportedException(
                $"A filter compares a property of type {type.Name} with a {value.GetType().Name} ({source.NodeType}); "
                + "a value of the property's type was expected.");
    }

    private static Column SameKind(Column a, Column b, Expression source) =>
        a.Type == b.Type || (a.Type.IsNumber && b.Type.IsNumber) ? b : throw NotSupported(source);

    /// <summary>Finds the column that an expression reads; null if it is something else.</summary>
    private Column? Find(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert
            && FilterCalls.KeepsValue(convert.Operand.Type, convert.Type))
        {
            expression = convert.Operand;
        }

        if (expression is MemberExpression { Member.Name: nameof(Nullable<int>.Value), Expression: { } nullable }
            && Nullable.GetUnderlyingType(nullable.Type) is not null)
        {
            return Find(nullable);
        }

        var name = expression switch
        {
            MemberExpression member when member.Expression == _record => member.Member.Name,
            MethodCallExpression { Method.Name: "get_Item", Object: { } target, Arguments: [var key] }
                when target == _record && FilterValues.TryEvaluate(key, out var value) => value as string,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        var property = _layout.Model.PropertyMap.TryGetValue(name, out var found)
            ? found
            : throw new InvalidOperationException(
                $"A filter names the property '{name}', which the records do not have. They have {Names(_layout.Model)}.");
        var column = _layout.FindColumn(property)
            ?? throw new NotSupportedException($"A filter uses the vector property '{name}'; key and data properties were expected.");
        return new Column(column.Type.Comparand($"r.{column.Stored.Column}"), column.Type);
    }

    private static string Names(CollectionModel model) =>
        string.Join(", ", model.Properties.Where(property => property is not VectorPropertyModel).Select(property => property.ModelName));

    private static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        _ => null,
    };

    private static string Opposite(string sign) => sign switch { "<" => ">=", "<=" => ">", ">" => "<=", _ => "<" };

    private static ExpressionType Mirror(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        _ => ExpressionType.LessThanOrEqual,
    };

    /// <summary>Names the kind of the expression and not its text, which may contain values of a user.</summary>
    private static NotSupportedException NotSupported(Expression expression)
    {
        var name = expression switch
        {
            MethodCallExpression call => $"a call of {call.Method.DeclaringType?.Name}.{call.Method.Name}",
            MemberExpression member => $"the member {member.Member.DeclaringType?.Name}.{member.Member.Name}",
            _ => $"an expression of kind {expression.NodeType} and type {expression.Type.Name}",
        };
        return new NotSupportedException($"The filter has {name}, which has no translation to SQL. Supported are {Supported}.");
    }

    private sealed record Column(string Sql, ColumnType Type);
}

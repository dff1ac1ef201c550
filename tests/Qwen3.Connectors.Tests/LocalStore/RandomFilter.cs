using System.Linq.Expressions;

namespace Qwen3.Connectors.Tests.LocalStore;

/// <summary>Filters of random shape over <see cref="Item"/>, which never throw when they are compiled.</summary>
internal sealed class RandomFilter(Random random)
{
    private readonly ParameterExpression _item = Expression.Parameter(typeof(Item), "item");

    public Expression<Func<Item, bool>> Create() => Expression.Lambda<Func<Item, bool>>(Condition(3), _item);

    private Expression Condition(int depth) => random.Next(depth == 0 ? 0 : -2, 10) switch
    {
        -2 => Expression.AndAlso(Condition(depth - 1), Condition(depth - 1)),
        -1 => Expression.OrElse(Condition(depth - 1), Condition(depth - 1)),
        0 or 1 when depth > 0 => Expression.Not(Condition(depth - 1)),
        2 => Property(nameof(Item.Flag)),
        3 => Equality(nameof(Item.Name), random.Next(4) == 0 ? null : "red", typeof(string)),
        4 => Comparison(nameof(Item.Maybe), random.Next(5) == 0 ? null : (int?)random.Next(4), typeof(int?)),
        5 => Comparison(nameof(Item.Real), random.Next(-3, 4) / 2.0, typeof(double)),
        6 => Comparison(nameof(Item.Price), random.Next(-100, 100) / 100m, typeof(decimal)),
        7 => Comparison(
            nameof(Item.Time), new DateTimeOffset(2026, 1, 1, 12 + random.Next(4), 0, 0, TimeSpan.Zero), typeof(DateTimeOffset)),
        8 => Contains(),
        9 => ListContains(),
        _ => Comparison(nameof(Item.Number), random.Next(-5, 6), typeof(int)),
    };

    private MemberExpression Property(string name) => Expression.Property(_item, name);

    private BinaryExpression Equality(string name, object? value, Type type) => random.Next(2) == 0
        ? Expression.Equal(Property(name), Expression.Constant(value, type))
        : Expression.NotEqual(Expression.Constant(value, type), Property(name));

    private BinaryExpression Comparison(string name, object? value, Type type)
    {
        var constant = Expression.Constant(value, type);
        return random.Next(6) switch
        {
            0 => Expression.LessThan(Property(name), constant),
            1 => Expression.LessThanOrEqual(Property(name), constant),
            2 => Expression.GreaterThan(constant, Property(name)),
            3 => Expression.GreaterThanOrEqual(Property(name), constant),
            _ => Equality(name, value, type),
        };
    }

    private MethodCallExpression Contains() => Expression.Call(
        typeof(Enumerable),
        nameof(Enumerable.Contains),
        [typeof(string)],
        Property(nameof(Item.Tags)),
        Expression.Constant(random.Next(2) == 0 ? "red" : "北京"));

    private MethodCallExpression ListContains() => Expression.Call(
        typeof(Enumerable),
        nameof(Enumerable.Contains),
        [typeof(string)],
        Expression.Constant(random.Next(2) == 0 ? new[] { "red", "blue" } : ["Äpfel", null!]),
        Property(nameof(Item.Name)));
}

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>A condition over the table of records, r, with its parameters.</summary>
/// <param name="Condition">The SQL, with parameters from ?1 on.</param>
/// <param name="Values">The values of the parameters.</param>
internal sealed record SqlFilter(string Condition, object?[] Values);

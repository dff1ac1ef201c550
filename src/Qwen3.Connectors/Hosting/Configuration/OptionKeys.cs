using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>
/// The configuration keys of an options class. Binds a section and reports everything in it that is not an option or has a wrong value.
/// </summary>
/// <remarks>
/// The binder of Microsoft.Extensions.Configuration throws at the first wrong value, without the allowed ones; this reports all. It uses no
/// reflection, so it works in trimmed and native AOT programs.
/// </remarks>
internal sealed class OptionKeys<TOptions> : IEnumerable<string>
{
    /// <summary>By the name of the option: binds a section to it, and reports faults with a prefix before the name.</summary>
    private readonly Dictionary<string, Action<IConfigurationSection, TOptions, ICollection<string>, string>> _binders =
        new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, Action<TOptions, string?> set) =>
        AddValue(name, "a text", value => (true, value), set);

    public void Add(string name, Action<TOptions, int> set) => AddValue(
        name,
        "a whole number",
        value => (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number), number),
        set);

    public void Add(string name, Action<TOptions, bool> set) =>
        AddValue(name, "true or false", value => (bool.TryParse(value, out var flag), flag), set);

    public void Add<TEnum>(string name, Action<TOptions, TEnum> set)
        where TEnum : struct, Enum => AddValue(
            name,
            $"one of {string.Join(", ", Enum.GetNames<TEnum>())}",
            value => (Enum.TryParse<TEnum>(value, ignoreCase: true, out var choice) && Enum.IsDefined(choice), choice),
            set,
            Enum.GetNames<TEnum>());

    /// <summary>Adds a section within the section.</summary>
    public void Add<TInner>(string name, Func<TOptions, TInner> get, OptionKeys<TInner> keys) =>
        _binders.Add(name, (section, options, faults, prefix) =>
        {
            var fullName = prefix + name;
            if (section.Value is { Length: > 0 } value)
            {
                faults.Add($"{fullName} is {Quote(value)}; expected a section with {string.Join(", ", keys)}.");
            }
            else if (get(options) is { } inner)
            {
                keys.Bind(section, inner, faults, $"{fullName}.");
            }
        });

    /// <summary>Sets the options that a section has. A wrong value leaves its option unchanged.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">Receives the values.</param>
    /// <param name="faults">Receives a sentence for everything that is wrong.</param>
    /// <param name="prefix">Precedes the names of options in the sentences.</param>
    public void Bind(IConfiguration section, TOptions options, ICollection<string> faults, string prefix = "")
    {
        foreach (var child in section.GetChildren())
        {
            if (_binders.TryGetValue(child.Key, out var bind))
            {
                bind(child, options, faults, prefix);
            }
            else
            {
                var advice = NearestText.Find(child.Key, this) is { } nearest
                    ? $"Did you mean '{prefix}{nearest}'?"
                    : $"The options are {string.Join(", ", this)}.";
                faults.Add($"There is no option {Quote(prefix + child.Key)}. {advice}");
            }
        }
    }

    /// <summary>Enumerates the names.</summary>
    public IEnumerator<string> GetEnumerator() => _binders.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void AddValue<TValue>(
        string name,
        string expected,
        Func<string, (bool IsValid, TValue Value)> parse,
        Action<TOptions, TValue> set,
        string[]? choices = null) =>
        _binders.Add(name, (section, options, faults, prefix) =>
        {
            var fullName = prefix + name;
            if (section.GetChildren().Any())
            {
                faults.Add($"{fullName} is a section or a list; expected {expected}.");
                return;
            }

            // Null, as in JSON, leaves the default.
            if (section.Value is not { } text)
            {
                return;
            }

            var (isValid, value) = parse(text);
            if (isValid)
            {
                set(options, value);
                return;
            }

            var advice = choices is not null && NearestText.Find(text, choices) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            faults.Add($"{fullName} is {(text.Length == 0 ? "empty" : Quote(text))}; expected {expected}.{advice}");
        });

    private static string Quote(string value) => value.Length <= 60 ? $"'{value}'" : $"'{value[..60]}...'";
}

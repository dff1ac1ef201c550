using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Qwen3.Connectors.Hosting.Configuration;

/// <summary>
/// Reports all faults of a registration's options: in its configuration section, in their values, and against the model's header.
/// </summary>
internal sealed class ModelOptionsValidator<TOptions>(
    ModelOptionsRules<TOptions> rules, IEnumerable<BoundSection<TOptions>> sections, IServiceProvider services) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        var paths = new List<string>();
        foreach (var bound in sections.Where(section => section.OptionsName == name))
        {
            var section = bound.GetSection(services);
            rules.Keys.Bind(section, new TOptions(), faults);
            if (section is IConfigurationSection { Path: var path })
            {
                paths.Add($"'{path}'");
                if (!section.GetChildren().Any())
                {
                    faults.Add("The section does not exist or is empty.");
                }
            }
        }

        faults.AddRange(rules.Validate(options));
        faults.AddRange(ModelFaults.Find(rules, options));
        if (name == Options.DefaultName)
        {
            faults.AddRange(rules.ValidateDefault(options));
        }

        var key = string.IsNullOrEmpty(name) ? "" : $" '{name}'";
        var source = paths.Count == 0 ? "" : $" (section {string.Join(", ", paths)})";
        return faults.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults.Select(fault => $"{rules.TypeName}{key}{source}: {fault}"));
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Catalog;

namespace Qwen3.Connectors.Validation;

/// <summary>Collects all faults of an options object, so that one exception lists them all.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> _messages = [];
    private bool _isOutOfRange = true;

    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Null is allowed: it stands for a default.</summary>
    public void RequireRange(string name, int? value, int min, int max)
    {
        if (value < min || value > max)
        {
            var range = max == int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"at least {min:N0}")
                : string.Create(CultureInfo.InvariantCulture, $"{min:N0} to {max:N0}");
            _messages.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {range}."));
        }
    }

    public void RequireRange(string name, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            _messages.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {value.TotalSeconds} s; expected {min.TotalSeconds} to {max.TotalSeconds:N0} s."));
        }
    }

    /// <summary>Adds a complete sentence as a fault where a condition does not hold.</summary>
    public void Require(bool holds, string message)
    {
        if (!holds)
        {
            _messages.Add(message);
            _isOutOfRange = false;
        }
    }

    /// <summary>Allows null, the path of a file that need not exist, and a name of the catalog.</summary>
    public void RequireModel(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Require(value is null, $"{name} is empty; expected a path, a name of the catalog, or null.");
        }
        else if (!ServerReference.IsServer(value))
        {
            Require(ModelReference.TryParse(value, out var fault) is not null, $"{name}: {fault}");
        }
    }

    /// <summary>Options of the engine, whose faults start with their property's name.</summary>
    public void RequireInference(string name, InferenceOptions? value)
    {
        Require(value is not null, $"{name} is null; expected options.");
        foreach (var fault in value?.Validate() ?? [])
        {
            _messages.Add($"{name}.{fault}");
            _isOutOfRange &= !fault.StartsWith(nameof(InferenceOptions.Kernel), StringComparison.Ordinal);
        }
    }

    public void RequireText(string name, string? value) =>
        Require(!string.IsNullOrWhiteSpace(value), $"{name} is {(value is null ? "null" : "empty")}; expected a sentence.");

    public void RequireNotEmpty(string name, string? value) =>
        Require(value is null || !string.IsNullOrWhiteSpace(value), $"{name} is empty; expected a path, or null.");

    public void RequireDefined<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            _messages.Add($"{name} is {value}; expected {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">All faults are values out of their range.</exception>
    /// <exception cref="ArgumentException">There are faults of another kind.</exception>
    public void ThrowIfAny(string typeName, string parameterName)
    {
        if (_messages.Count > 0)
        {
            ThrowInvalidOptions(typeName, parameterName);
        }
    }

    [DoesNotReturn]
    private void ThrowInvalidOptions(string typeName, string parameterName)
    {
        var message = _messages.Count == 1
            ? $"{typeName}: {_messages[0]}"
            : $"{typeName} has {_messages.Count} faults: {string.Join(' ', _messages)}";
        throw _isOutOfRange ? new ArgumentOutOfRangeException(parameterName, message) : new ArgumentException(message, parameterName);
    }
}

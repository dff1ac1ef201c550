using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Embedding.Calls;

/// <summary>The settings of one call, copied: the caller may change its options while the model computes.</summary>
internal sealed record EmbeddingCall(EmbeddingRole Role, string Instruction, Truncation Truncation, int? Dimensions)
{
    /// <summary>A property of the call overrides its task type, which overrides the generator's own options.</summary>
    /// <exception cref="ArgumentException">A value is unknown, or task and input type contradict each other.</exception>
    public static EmbeddingCall Read(EmbeddingGenerationOptions? options, Qwen3EmbeddingOptions own)
    {
        var dimensions = options?.Dimensions ?? own.Dimensions;
        if (options?.AdditionalProperties is not { Count: > 0 } properties)
        {
            return new EmbeddingCall(own.Role, own.QueryInstruction, own.Truncation, dimensions);
        }

        var role = Text(properties, Qwen3PropertyNames.Role) is { } roleName
            ? OptionValues.Roles.Find(Qwen3PropertyNames.Role, roleName)
            : (EmbeddingRole?)null;
        var instruction = Text(properties, Qwen3PropertyNames.Instruction);
        if (instruction is not null && string.IsNullOrWhiteSpace(instruction))
        {
            throw new ArgumentException($"The option '{Qwen3PropertyNames.Instruction}' is empty; expected a sentence.", nameof(options));
        }

        var task = Task(properties);
        return new EmbeddingCall(
            role ?? (instruction is not null ? EmbeddingRole.Query : task?.Role ?? own.Role),
            instruction ?? task?.Instruction ?? own.QueryInstruction,
            Text(properties, Qwen3PropertyNames.Truncation) is { } truncation
                ? OptionValues.Truncations.Find(Qwen3PropertyNames.Truncation, truncation)
                : own.Truncation,
            dimensions);
    }

    private static TaskMapping? Task(AdditionalPropertiesDictionary properties)
    {
        var task = Text(properties, Qwen3PropertyNames.TaskType) is { } taskType
            ? OptionValues.Tasks.Find(Qwen3PropertyNames.TaskType, taskType)
            : null;
        var input = Text(properties, Qwen3PropertyNames.InputType) is { } inputType
            ? OptionValues.Tasks.Find(Qwen3PropertyNames.InputType, inputType)
            : null;
        if (task is not null && input is not null && task.Role != input.Role)
        {
            throw new ArgumentException(
                $"The options '{Qwen3PropertyNames.TaskType}' and '{Qwen3PropertyNames.InputType}' contradict each other: "
                + $"one means {task.Role}, the other {input.Role}. Set one of them.",
                nameof(properties));
        }

        return task?.Instruction is null ? input ?? task : task;
    }

    /// <summary>Strings, also those deserialised from JSON; null where the property is absent.</summary>
    private static string? Text(AdditionalPropertiesDictionary properties, string name)
    {
        if (!properties.TryGetValue(name, out var value))
        {
            return null;
        }

        return value switch
        {
            null => null,
            string text => text,
            JsonElement { ValueKind: JsonValueKind.Null } => null,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ =>
                throw new ArgumentException(
                    $"The option '{name}' is of type {value.GetType().Name}; expected a string.", nameof(properties)),
        };
    }
}

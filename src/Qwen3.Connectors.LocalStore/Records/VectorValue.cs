using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Vectors of properties and searches, and their stored form: little-endian floats.</summary>
internal static class VectorValue
{
    /// <summary>For messages.</summary>
    public const string Supported = "ReadOnlyMemory<float>, Embedding<float>, float[]";

    public static bool IsSupported(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var vector
        && (vector == typeof(ReadOnlyMemory<float>) || vector == typeof(Embedding<float>) || vector == typeof(float[]));

    /// <summary>Returns the values of a vector of any supported type; null for other values.</summary>
    public static ReadOnlyMemory<float>? Read(object? value)
    {
        // Each branch has the type of the result: null would convert to an empty memory.
        return value switch
        {
            ReadOnlyMemory<float> memory => (ReadOnlyMemory<float>?)memory,
            float[] array => (ReadOnlyMemory<float>?)array,
            Embedding<float> embedding => (ReadOnlyMemory<float>?)embedding.Vector,
            _ => (ReadOnlyMemory<float>?)null,
        };
    }

    /// <summary>Converts values to a supported type.</summary>
    public static object Create(float[] values, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(float[]) ? values
            : type == typeof(Embedding<float>) ? new Embedding<float>(values)
            : new ReadOnlyMemory<float>(values);
    }

    /// <summary>Checks a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="dimensions">The expected length.</param>
    /// <param name="what">What the vector is, for the message.</param>
    /// <exception cref="ArgumentException">It has another length, or a value that is not finite.</exception>
    public static void Check(ReadOnlySpan<float> vector, int dimensions, string what)
    {
        if (vector.Length != dimensions)
        {
            throw new ArgumentException(
                $"{what} has {vector.Length} dimensions; {dimensions} were expected. "
                + (vector.IsEmpty
                    ? "For records without a vector, use a nullable type and null."
                    : "Set the dimensions of the property and of its embedding generator to the same number."));
        }

        if (!TensorPrimitives.IsFiniteAll(vector))
        {
            throw new ArgumentException($"{what} has a value that is not finite; finite numbers were expected.");
        }
    }

    public static byte[] Encode(ReadOnlySpan<float> vector)
    {
        var bytes = MemoryMarshal.AsBytes(vector).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes.AsSpan()));
        }

        return bytes;
    }

    public static float[] Decode(ReadOnlySpan<byte> stored)
    {
        var values = MemoryMarshal.Cast<byte, float>(stored).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return values;
    }
}

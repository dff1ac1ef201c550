using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>The keys and values of a file. The caller decides what an absent key means; a value of another type than requested is an error that names the key.</summary>
/// <remarks>Valid until the <see cref="GgufFile"/> is disposed; safe for concurrent use.</remarks>
internal sealed class GgufMetadata(string path, OrderedDictionary<string, GgufValue> values)
{
    /// <summary>Far above the length of any chat template.</summary>
    private const int MaxTextBytes = 1 << 24;

    /// <summary>The file, for messages.</summary>
    public string Path => path;

    /// <summary>Every key, in the order of the file.</summary>
    public IReadOnlyList<string> Keys => values.Keys;

    public bool Contains(string key) => values.ContainsKey(key);

    public string GetString(string key) => TryGetString(key, out var value) ? value : GgufThrow.InvalidModel_MissingKey<string>(path, key, "a string");

    public bool TryGetString(string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (!TryGet(key, "a string", type => type == GgufValueType.String, out var found))
        {
            return false;
        }

        value = found.Count <= MaxTextBytes ? GgufText.Decode(found.Text) : null;
        if (value is null)
        {
            GgufThrow.InvalidModel_BadText(path, key, found.Count, MaxTextBytes);
        }

        return true;
    }

    public uint GetUInt32(string key) => TryGetUInt32(key, out var value) ? value : GgufThrow.InvalidModel_MissingKey<uint>(path, key, "an integer");

    /// <summary>Reads an integer of any width whose value is in this range.</summary>
    public bool TryGetUInt32(string key, out uint value)
    {
        value = 0;
        if (!TryGet(key, "an integer", type => type.IsInteger(), out var found))
        {
            return false;
        }

        var number = found.Integer();
        if (number < 0 || number > uint.MaxValue)
        {
            GgufThrow.InvalidModel_OutOfRange(path, key, number, "0 to 4294967295");
        }

        value = (uint)number;
        return true;
    }

    /// <summary>Reads an f32, or an f64 rounded to one.</summary>
    public bool TryGetSingle(string key, out float value)
    {
        var known = TryGet(key, "a floating point number", type => type is GgufValueType.Float32 or GgufValueType.Float64, out var found);
        value = known ? (float)found.Float() : 0;
        return known;
    }

    /// <summary>Reads an integer or a floating point number.</summary>
    public bool TryGetNumber(string key, out double value)
    {
        var known = TryGet(key, "a number", type => type.IsInteger() || type is GgufValueType.Float32 or GgufValueType.Float64, out var found);
        value = !known ? 0 : found.Type.IsInteger() ? (double)found.Integer() : found.Float();
        return known;
    }

    public bool TryGetBool(string key, out bool value)
    {
        var known = TryGet(key, "a bool", type => type == GgufValueType.Bool, out var found);
        value = known && found.Bool();
        return known;
    }

    public GgufStrings GetStrings(string key) =>
        TryGetStrings(key, out var value) ? value : GgufThrow.InvalidModel_MissingKey<GgufStrings>(path, key, "an array of strings");

    /// <summary>Finds an array of strings. Builds its table of offsets at every call.</summary>
    public bool TryGetStrings(string key, [NotNullWhen(true)] out GgufStrings? value)
    {
        var known = TryGetArray(key, "an array of strings", type => type == GgufValueType.String, out var found);
        value = known ? new GgufStrings(found) : null;
        return known;
    }

    public int[] GetInt32s(string key) =>
        TryGetInt32s(key, out var value) ? value : GgufThrow.InvalidModel_MissingKey<int[]>(path, key, "an array of integers");

    /// <summary>Copies an array of integers of any width whose values fit.</summary>
    public bool TryGetInt32s(string key, [NotNullWhen(true)] out int[]? value)
    {
        value = null;
        if (!TryGetArray(key, "an array of integers", type => type.IsInteger(), out var found))
        {
            return false;
        }

        value = new int[found.Count];
        for (var i = 0; i < value.Length; i++)
        {
            var number = found.Integer(i);
            if (number < int.MinValue || number > int.MaxValue)
            {
                GgufThrow.InvalidModel_OutOfRange(path, $"{key}[{i}]", number, "-2147483648 to 2147483647");
            }

            value[i] = (int)number;
        }

        return true;
    }

    private bool TryGet(string key, string expected, Func<GgufValueType, bool> fits, out GgufValue found)
    {
        if (!values.TryGetValue(key, out found))
        {
            return false;
        }

        if (found.IsArray || !fits(found.Type))
        {
            GgufThrow.InvalidModel_OtherType(path, key, found, expected);
        }

        return true;
    }

    private bool TryGetArray(string key, string expected, Func<GgufValueType, bool> fits, out GgufValue found)
    {
        if (!values.TryGetValue(key, out found))
        {
            return false;
        }

        if (!found.IsArray || !fits(found.ElementType))
        {
            GgufThrow.InvalidModel_OtherType(path, key, found, expected);
        }

        return true;
    }
}

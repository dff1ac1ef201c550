using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Qwen3.Connectors.LocalStore.FullText;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>The types of data and key properties.</summary>
internal static class ColumnTypes
{
    /// <summary>For messages.</summary>
    public const string SupportedData =
        "bool, byte, sbyte, short, ushort, int, uint, long, float, double, decimal, string, Guid, DateTime, DateTimeOffset, DateOnly, "
        + "TimeOnly, TimeSpan, nullable ones, arrays and lists of these, byte[]";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff";

    /// <summary>The length of a time in <see cref="TimeFormat"/>, behind which its kind or offset follows.</summary>
    private const int TimeLength = 27;

    private static readonly List<ColumnType> s_all = Create();

    public static bool TryFind(Type type, [NotNullWhen(true)] out ColumnType? found)
    {
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        found = s_all.Find(candidate => candidate.Accepts(underlying));
        return found is not null;
    }

    public static ColumnType Find(Type type) => TryFind(type, out var found)
        ? found
        : throw new NotSupportedException($"Values of type {type.Name} are not stored. Supported are {SupportedData}.");

    private static List<ColumnType> Create()
    {
        var all = new List<ColumnType>();
        Add(all, new ScalarType<bool>("bool", "INTEGER", value => value ? 1L : 0L, stored => (long)stored != 0));
        Add(all, Integer<byte>("byte", value => value, stored => (byte)stored), withArray: false);
        Add(all, Integer<sbyte>("sbyte", value => value, stored => (sbyte)stored));
        Add(all, Integer<short>("short", value => value, stored => (short)stored));
        Add(all, Integer<ushort>("ushort", value => value, stored => (ushort)stored));
        Add(all, Integer<int>("int", value => value, stored => (int)stored));
        Add(all, Integer<uint>("uint", value => value, stored => (uint)stored));
        Add(all, Integer<long>("long", value => value, stored => stored));
        Add(all, Real<float>("float", value => value, stored => (float)stored));
        Add(all, Real<double>("double", value => value, stored => stored));
        Add(all, Text("decimal", DecimalText.Write, DecimalText.Read));
        Add(all, new ScalarType<string>("string", "TEXT", CleanText.Of, stored => (string)stored));
        Add(all, Text("Guid", value => value.ToString("D"), Guid.Parse));
        Add(all, new ScalarType<DateTime>("DateTime", "TEXT", Write, ReadTime) { ComparedLength = TimeLength, HasOrder = true });
        Add(
            all,
            new ScalarType<DateTimeOffset>("DateTimeOffset", "TEXT", Write, ReadOffset) { ComparedLength = TimeLength, HasOrder = true });
        Add(all, Text("DateOnly", value => value.ToString("O", Culture), value => DateOnly.ParseExact(value, "O", Culture)));
        Add(all, Text("TimeOnly", value => value.ToString("O", Culture), value => TimeOnly.ParseExact(value, "O", Culture)));
        Add(all, Integer<TimeSpan>("TimeSpan", value => value.Ticks, stored => new TimeSpan(stored), isNumeric: false));
        all.Add(new ScalarType<byte[]>("byte[]", "BLOB", value => value, stored => (byte[])stored));
        return all;
    }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private static void Add<T>(List<ColumnType> all, ScalarType<T> type, bool withArray = true)
        where T : notnull
    {
        all.Add(type);
        all.Add(type.ListType());
        if (withArray)
        {
            all.Add(type.ArrayType());
        }
    }

    private static ScalarType<T> Integer<T>(string name, Func<T, long> encode, Func<long, T> decode, bool isNumeric = true)
        where T : notnull =>
        new(name, "INTEGER", value => encode(value), stored => decode((long)stored)) { HasOrder = true, IsNumeric = isNumeric };

    private static ScalarType<T> Real<T>(string name, Func<T, double> encode, Func<double, T> decode)
        where T : notnull =>
        new(
            name,
            "REAL",
            value => encode(value) is var number && !double.IsNaN(number)
                ? number
                : throw new ArgumentException("A number is NaN, which SQLite cannot store; a number or null was expected."),
            stored => decode(Convert.ToDouble(stored, Culture)))
        {
            HasOrder = true,
            IsNumeric = true,
        };

    private static ScalarType<T> Text<T>(string name, Func<T, string> encode, Func<string, T> decode)
        where T : notnull =>
        new(name, "TEXT", encode, stored => decode((string)stored)) { HasOrder = true };

    /// <summary>Local time depends on the machine, so that it is stored as UTC.</summary>
    private static string Write(DateTime value) => value.Kind == DateTimeKind.Unspecified
        ? value.ToString(TimeFormat, Culture)
        : $"{value.ToUniversalTime().ToString(TimeFormat, Culture)}Z";

    private static DateTime ReadTime(object stored)
    {
        var text = (string)stored;
        var time = DateTime.ParseExact(text[..TimeLength], TimeFormat, Culture);
        return text.Length > TimeLength ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time;
    }

    /// <summary>The time in UTC, then the offset in minutes: times of different offsets compare as instants.</summary>
    private static string Write(DateTimeOffset value) => string.Create(
        Culture, $"{value.UtcDateTime.ToString(TimeFormat, Culture)}Z{(int)value.Offset.TotalMinutes:+0;-0;+0}");

    private static DateTimeOffset ReadOffset(object stored)
    {
        var text = (string)stored;
        var time = DateTime.ParseExact(text[..TimeLength], TimeFormat, Culture);
        var offset = TimeSpan.FromMinutes(int.Parse(text.AsSpan(TimeLength + 1), NumberStyles.AllowLeadingSign, Culture));
        return new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToOffset(offset);
    }
}

using System.Text;
using Qwen3.Connectors.VectorSearch.Rows;

namespace Qwen3.Connectors.VectorSearch.Storage;

/// <summary>The options and sizes of a saved index. docs/vector-search.md describes the format.</summary>
internal sealed record IndexHeader
{
    private const int MaxDimensions = 1 << 24;
    private const int None = -1;

    public required int Dimensions { get; init; }

    public required VectorEncoding ScanEncoding { get; init; }

    public required int ScanDimensions { get; init; }

    public required VectorEncoding? RescoreEncoding { get; init; }

    public required int CandidateMultiplier { get; init; }

    public required long NextId { get; init; }

    /// <summary>Number of vectors.</summary>
    public required int Count { get; init; }

    public required string? Space { get; init; }

    /// <summary>Null unless the scanned rows are int8.</summary>
    public required QuantizationRanges? ScanRanges { get; init; }

    /// <summary>Null unless there are separate int8 rows for rescoring.</summary>
    public required QuantizationRanges? RescoreRanges { get; init; }

    /// <summary>Whether the rows that score the candidates again are those that are scanned.</summary>
    private bool RescoresScanned => RescoreEncoding == ScanEncoding && ScanDimensions == Dimensions;

    public static IndexHeader Of(IndexRows rows, int dimensions, int candidateMultiplier, string? space, long nextId, int count) => new()
    {
        Dimensions = dimensions,
        ScanEncoding = EncodingOf(rows.Scanned),
        ScanDimensions = rows.Scanned.Dimensions,
        RescoreEncoding = rows.Rescored is { } rescored ? EncodingOf(rescored) : null,
        CandidateMultiplier = candidateMultiplier,
        NextId = nextId,
        Count = count,
        Space = space,
        ScanRanges = rows.Scanned.Ranges,
        RescoreRanges = rows.HasBoth ? rows.Rescored!.Ranges : null,
    };

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Dimensions);
        writer.Write((int)ScanEncoding);
        writer.Write(ScanDimensions);
        writer.Write(RescoreEncoding is { } rescore ? (int)rescore : None);
        writer.Write(CandidateMultiplier);
        writer.Write(NextId);
        writer.Write(Count);
        writer.Write(Space is null ? None : Encoding.UTF8.GetByteCount(Space));
        writer.Write(Encoding.UTF8.GetBytes(Space ?? ""));
        WriteRanges(writer, ScanRanges);
        WriteRanges(writer, RescoreRanges);
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">A value is out of its range, or the length is wrong.</exception>
    public static IndexHeader Parse(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var header = Read(reader);
            Require(reader.BaseStream.Position == bytes.Length, $"bytes behind the header", "none");
            return header;
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException(
                "The header of the vector index is incomplete or has invalid ranges. Build the index again.", exception);
        }
    }

    /// <summary>Creates empty rows.</summary>
    public IndexRows CreateRows()
    {
        var scanned = VectorRows.Create(ScanEncoding, ScanDimensions, 0, ScanRanges);
        var rescored = RescoreEncoding is not { } encoding ? null
            : RescoresScanned ? scanned
            : VectorRows.Create(encoding, Dimensions, 0, RescoreRanges);
        return new IndexRows(scanned, rescored, 0);
    }

    public static void Require(bool condition, FormattableString found, string expected)
    {
        if (!condition)
        {
            throw Invalid(found, expected);
        }
    }

    public static InvalidDataException Invalid(FormattableString found, string expected) =>
        new($"The data of the vector index has {FormattableString.Invariant(found)}; {expected} was expected. Build the index again.");

    private static VectorEncoding EncodingOf(VectorRows rows) => rows switch
    {
        FloatRows => VectorEncoding.Float32,
        Int8Rows => VectorEncoding.Int8,
        _ => VectorEncoding.Binary,
    };

    private static IndexHeader Read(BinaryReader reader)
    {
        var dimensions = reader.ReadInt32();
        Require(dimensions is >= 1 and <= MaxDimensions, $"vectors of {dimensions} values", $"1 to {MaxDimensions}");
        var scan = reader.ReadInt32();
        Require(Enum.IsDefined((VectorEncoding)scan), $"the scan encoding {scan}", "0, 1 or 2");
        var scanDimensions = reader.ReadInt32();
        Require(scanDimensions >= 1 && scanDimensions <= dimensions, $"{scanDimensions} scanned values", $"1 to {dimensions}");
        var rescore = reader.ReadInt32();
        Require(rescore == None || Enum.IsDefined((VectorEncoding)rescore), $"the rescore encoding {rescore}", "-1, 0, 1 or 2");
        var multiplier = reader.ReadInt32();
        Require(multiplier >= 1, $"the candidate multiplier {multiplier}", "1 or more");
        var nextId = reader.ReadInt64();
        var count = reader.ReadInt32();
        Require(count >= 0 && count <= nextId, $"{count} vectors of {nextId} ids", "no more vectors than ids");
        var spaceBytes = reader.ReadInt32();
        var isInside = spaceBytes >= None && spaceBytes <= reader.BaseStream.Length;
        Require(isInside, $"a vector space of {spaceBytes} bytes", "one inside the header");
        var space = spaceBytes < 0 ? null : Encoding.UTF8.GetString(reader.ReadBytes(spaceBytes));
        var hasRescoreRanges = rescore == (int)VectorEncoding.Int8 && (scan != rescore || scanDimensions != dimensions);
        return new IndexHeader
        {
            Dimensions = dimensions,
            ScanEncoding = (VectorEncoding)scan,
            ScanDimensions = scanDimensions,
            RescoreEncoding = rescore == None ? null : (VectorEncoding)rescore,
            CandidateMultiplier = multiplier,
            NextId = nextId,
            Count = count,
            Space = space,
            ScanRanges = scan == (int)VectorEncoding.Int8 ? ReadRanges(reader, scanDimensions) : null,
            RescoreRanges = hasRescoreRanges ? ReadRanges(reader, dimensions) : null,
        };
    }

    private static QuantizationRanges ReadRanges(BinaryReader reader, int dimensions)
    {
        var bytesLeft = reader.BaseStream.Length - reader.BaseStream.Position;
        Require(bytesLeft >= 2L * sizeof(float) * dimensions, $"{bytesLeft} bytes of ranges", $"{2L * sizeof(float) * dimensions}");
        var minimum = ReadSingles(reader, dimensions);
        return new QuantizationRanges(minimum, ReadSingles(reader, dimensions));
    }

    private static float[] ReadSingles(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }

    private static void WriteRanges(BinaryWriter writer, QuantizationRanges? ranges)
    {
        foreach (var values in ranges is null ? [] : (ReadOnlyMemory<float>[])[ranges.Minimum, ranges.Maximum])
        {
            foreach (var value in values.Span)
            {
                writer.Write(value);
            }
        }
    }
}

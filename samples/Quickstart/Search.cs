using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors;

namespace Quickstart;

/// <summary>Finds the passages nearest to a query and reranks them.</summary>
internal sealed class Search(Qwen3EmbeddingGenerator queries, Qwen3EmbeddingGenerator documents, ITextReranker reranker)
{
    private const int HitCount = 5;
    private const int TextWidth = 44;

    // The bundled reranker is good at keyword queries, but not at plain questions (see samples/models/README.md).
    private static readonly string[] s_queries =
    [
        "recover deleted files",
        "MP3 converter",
        "which program uses my network connection",
    ];

    private static readonly string[] s_passages =
    [
        "Viewer for PDF documents with a table of contents, full screen mode and text search.",
        "Splits a PDF document into single pages and merges several documents into one.",
        "Converts PDF documents to plain text, keeping the layout of tables.",
        "Turns scanned pages into searchable text by optical character recognition.",
        "Makes encrypted backups of a home directory to a remote server over SSH.",
        "Keeps two directories on different computers synchronised in both directions.",
        "Recovers deleted photos and documents from a damaged disk or memory card.",
        "Shows which directories use the most disk space.",
        "Encrypts single files with a password or a public key.",
        "Stores passwords in an encrypted database behind one master password.",
        "Scans a network for open ports and the services behind them.",
        "Shows which programs use the network and how much they send and receive.",
        "Records and displays network packets for finding faults in protocols.",
        "Plays music files from the terminal, with playlists and gapless playback.",
        "Edits audio files: cut, copy, mix and add effects to recordings.",
        "Converts audio files between MP3, Ogg Vorbis and FLAC.",
        "Reads the screen aloud for blind users and drives Braille displays.",
        "Compares two text files and shows the lines that differ.",
        "Replaces text in many files at once by regular expressions.",
        "Checks the spelling of text in several languages.",
    ];

    public async Task RunAsync(TextWriter output)
    {
        output.WriteLine();
        var title = $"Search: the {HitCount} of {s_passages.Length} passages nearest to a query";
        output.WriteLine($"{title}, then the same {HitCount} as the reranker orders them");
        var index = await documents.GenerateAsync(s_passages);
        foreach (var query in s_queries)
        {
            var hits = await FindAsync(index, query);
            var results = await reranker.RerankAsync(query, [.. hits.Select(hit => s_passages[hit.Passage])]);
            Write(output, query, hits, results);
        }
    }

    private async Task<(int Passage, float Similarity)[]> FindAsync(GeneratedEmbeddings<Embedding<float>> index, string query)
    {
        var vector = await queries.GenerateVectorAsync(query);
        return [.. index
            .Select((passage, i) => (i, TensorPrimitives.Dot(passage.Vector.Span, vector.Span)))
            .OrderByDescending(hit => hit.Item2)
            .Take(HitCount)];
    }

    private static void Write(TextWriter output, string query, (int Passage, float Similarity)[] hits, RerankResults results)
    {
        output.WriteLine();
        output.WriteLine($"  \"{query}\"");
        output.WriteLine($"     {"nearest",-(TextWidth + 8)}   reranked");
        for (var rank = 0; rank < hits.Length; rank++)
        {
            var (hit, result) = (hits[rank], results[rank]);
            var move = result.Index == rank ? "" : $"was {result.Index + 1}";
            var reranked = hits[result.Index].Passage;
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"  {rank + 1}  {hit.Similarity,6:F3}  {Fit(hit.Passage)}   {result.Score,6:F3}  {Fit(reranked)}  {move}");
            output.WriteLine(line.TrimEnd());
        }
    }

    private static string Fit(int passage) => TextColumn.Fit(s_passages[passage], TextWidth);
}

using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.InMemory;

namespace Qwen3.Connectors.Adapters.Tests.Stores.Agents;

/// <summary>The RAG plugin of an agent: searches a vector store, without reranking.</summary>
internal sealed class ProgramCatalog(IVectorSearchable<ProgramEntry> programs, IEmbeddingGenerator<string, Embedding<float>> queries)
{
    public const int FoundCount = 6;

    private static readonly string[] s_descriptions =
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

    /// <summary>The searched collection.</summary>
    public IVectorSearchable<ProgramEntry> Programs => programs;

    /// <summary>Creates an in-memory store. Records are embedded by the document generator, searches by the query generator.</summary>
    public static async Task<ProgramCatalog> CreateAsync(
        IEmbeddingGenerator<string, Embedding<float>> documents, IEmbeddingGenerator<string, Embedding<float>> queries)
    {
        using var store = new InMemoryVectorStore(new() { EmbeddingGenerator = documents });
        var programs = store.GetCollection<int, ProgramEntry>("programs");
        await programs.EnsureCollectionExistsAsync();
        await programs.UpsertAsync(s_descriptions.Select((description, i) => new ProgramEntry { Id = i, Description = description }));
        return new ProgramCatalog(programs, queries);
    }

    [KernelFunction("search")]
    [Description("Finds programs by what they do.")]
    public async Task<List<string>> SearchAsync(
        [Description("What the program should do, in a few words.")] string query, CancellationToken cancellationToken = default)
    {
        var vector = await queries.GenerateVectorAsync(query, cancellationToken: cancellationToken);
        return await programs.SearchAsync(vector, FoundCount, cancellationToken: cancellationToken)
            .Select(found => found.Record.Description)
            .ToListAsync(cancellationToken);
    }
}

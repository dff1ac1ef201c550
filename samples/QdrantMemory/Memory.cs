using Microsoft.Extensions.VectorData;
using Qwen3.Connectors.VectorData;

namespace QdrantMemory;

/// <summary>A record of the store. The store embeds <see cref="Embedding"/> and keeps the text.</summary>
internal sealed class Memory
{
    [VectorStoreKey]
    public ulong Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string Topic { get; set; } = "";

    [VectorStoreData]
    [RerankText]
    public string Text { get; set; } = "";

    [VectorStoreVector(256)]
    public string Embedding => Text;

    public static Memory[] All { get; } = [.. new[]
    {
        ("document", "Viewer for PDF documents with a table of contents, full screen mode and text search."),
        ("document", "Splits a PDF document into single pages and merges several documents into one."),
        ("document", "Turns scanned pages into searchable text by optical character recognition."),
        ("file", "Makes encrypted backups of a home directory to a remote server over SSH."),
        ("file", "Keeps two directories on different computers synchronised in both directions."),
        ("file", "Recovers deleted photos and documents from a damaged disk or memory card."),
        ("file", "Shows which directories use the most disk space."),
        ("network", "Scans a network for open ports and the services behind them."),
        ("network", "Shows which programs use the network and how much they send and receive."),
        ("network", "Records and displays network packets for finding faults in protocols."),
        ("sound", "Edits audio files: cut, copy, mix and add effects to recordings."),
        ("sound", "Converts audio files between MP3, Ogg Vorbis and FLAC."),
        ("text", "Compares two text files and shows the lines that differ."),
        ("text", "Replaces text in many files at once by regular expressions."),
    }.Select((memory, id) => new Memory { Id = (ulong)id, Topic = memory.Item1, Text = memory.Item2 })];
}

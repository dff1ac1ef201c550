using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.Stores;

/// <summary>A record whose vector the store makes from its text.</summary>
internal sealed class Tool
{
    [VectorStoreKey]
    public ulong Id { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string Kind { get; set; } = "";

    [VectorStoreData]
    public string Text { get; set; } = "";

    [VectorStoreVector(256)]
    public string Embedding => Text;

    /// <summary>Twenty programs in a sentence each.</summary>
    public static Tool[] All { get; } = [.. new[]
    {
        ("document", "Viewer for PDF documents with a table of contents, full screen mode and text search."),
        ("document", "Splits a PDF document into single pages and merges several documents into one."),
        ("document", "Converts PDF documents to plain text, keeping the layout of tables."),
        ("document", "Turns scanned pages into searchable text by optical character recognition."),
        ("file", "Makes encrypted backups of a home directory to a remote server over SSH."),
        ("file", "Keeps two directories on different computers synchronised in both directions."),
        ("file", "Recovers deleted photos and documents from a damaged disk or memory card."),
        ("file", "Shows which directories use the most disk space."),
        ("secret", "Encrypts single files with a password or a public key."),
        ("secret", "Stores passwords in an encrypted database behind one master password."),
        ("network", "Scans a network for open ports and the services behind them."),
        ("network", "Shows which programs use the network and how much they send and receive."),
        ("network", "Records and displays network packets for finding faults in protocols."),
        ("sound", "Plays music files from the terminal, with playlists and gapless playback."),
        ("sound", "Edits audio files: cut, copy, mix and add effects to recordings."),
        ("sound", "Converts audio files between MP3, Ogg Vorbis and FLAC."),
        ("text", "Reads the screen aloud for blind users and drives Braille displays."),
        ("text", "Compares two text files and shows the lines that differ."),
        ("text", "Replaces text in many files at once by regular expressions."),
        ("text", "Checks the spelling of text in several languages."),
    }.Select((tool, id) => new Tool { Id = (ulong)id, Kind = tool.Item1, Text = tool.Item2 })];

    /// <summary>Queries, and the tool that each is for.</summary>
    public static (string Query, ulong Id)[] Queries { get; } =
    [
        ("recover deleted files", 6),
        ("MP3 converter", 15),
        ("which program uses my network connection", 11),
        ("password manager", 9),
        ("merge PDF files", 1),
        ("PDF reader", 0),
        ("what fills my disk", 7),
        ("spell checker", 19),
        ("diff two files", 17),
        ("port scanner", 10),
        ("music player for the console", 13),
        ("OCR for scanned documents", 3),
        ("packet capture", 12),
        ("remote backup with encryption", 4),
        ("screen reader for the blind", 16),
        ("search and replace with regular expressions", 18),
        ("How can I get photos back from a broken memory card?", 6),
        ("How do I turn an MP3 into FLAC?", 15),
        ("What sends so much over my network?", 11),
        ("Where can I keep my passwords safely?", 9),
        ("How do I split a PDF into pages?", 1),
        ("How do I read a PDF?", 0),
        ("Why is my disk full?", 7),
        ("How do I find typing errors in a German text?", 19),
        ("What changed between two versions of a text file?", 17),
        ("Which ports are open in my network?", 10),
        ("How can I listen to music in a terminal?", 13),
        ("How do I get the text out of a scanned page?", 3),
        ("How can I look at network packets?", 12),
        ("How do I back up my home directory to a server?", 4),
        ("What helps blind people to use a computer?", 16),
        ("How do I change a word in many files?", 18),
    ];
}

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>
/// Questions and the passages that answer them, written for docs/queries-and-documents.md and the test behind its numbers.
/// </summary>
internal static class QueryDocumentPairs
{
    public static (string Query, string Passage)[] All { get; } =
    [
        ("What is the capital of France?", "Paris: the capital and largest city of France, on the river Seine."),
        ("What is the capital of Japan?", "Tokyo: the capital and largest city of Japan, on the east coast of Honshu."),
        ("animal that barks", "dog: a domesticated mammal kept as a pet or for hunting and herding."),
        ("large grey animal with a trunk", "elephant: a huge mammal with thick skin, long tusks and a flexible nose."),
        ("person who treats teeth", "dentist: a doctor who cares for the mouth and repairs cavities."),
        ("person who flies an aircraft", "pilot: someone licensed to operate an airplane in flight."),
        ("what do you wear on your feet", "shoe: footwear shaped to fit the foot, with a flexible upper of leather and a heavier sole."),
        ("thing for keeping off the rain", "umbrella: a lightweight handheld collapsible canopy."),
        ("how do I unpack a zip file", "Extracts files from compressed archives and lists what they contain."),
        ("burn a CD", "Writes data and audio to optical discs."),
        ("see what is using the processor", "Interactive viewer of running processes that shows how much CPU and memory each one takes."),
        ("send files to another computer safely", "Copies data between hosts over an encrypted connection."),
        ("edit photos", "Image manipulation program with layers, brushes and filters."),
        ("learn to type faster", "Typing tutor with lessons and statistics on speed and errors."),
        ("program for writing letters and documents", "Word processor with styles, tables and spell checking."),
        ("protect my computer from attackers on the internet", "Sets up a firewall that blocks unwanted network traffic."),
        ("find words in many files", "Searches text recursively for lines that match a pattern."),
        ("watch films", "Media player for video in many formats, with subtitles."),
        ("game with kings and pawns", "chess: a board game for two players who move their pieces by fixed rules; the object is checkmate."),
        ("water falling from the sky", "rain: liquid drops that come down from clouds."),
        ("building where books are kept", "library: a place with a collection of literary works for reading or borrowing."),
        ("instrument for measuring temperature", "thermometer: a device that shows how hot or cold something is."),
        ("science of the stars", "astronomy: the branch of physics that studies celestial bodies and the universe as a whole."),
        ("sweet food made by bees", "honey: a sticky yellow liquid produced from the nectar of flowers."),
    ];
}

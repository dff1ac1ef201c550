using QdrantMemory;

var endpoint = Environment.GetEnvironmentVariable("QDRANT_ENDPOINT") ?? "http://localhost:6334";
var localPath = Path.Combine(Path.GetTempPath(), "qwen3-samples", "qdrant-memory.db");
return await QdrantMemoryProgram.RunAsync(endpoint, localPath, Console.Out);

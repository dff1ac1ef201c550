using QdrantMemory;

return await QdrantMemoryProgram.RunAsync(Environment.GetEnvironmentVariable("QDRANT_ENDPOINT") ?? "http://localhost:6334", Console.Out);

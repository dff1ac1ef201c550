using Npgsql;
using PostgresMemory;

if (Environment.GetEnvironmentVariable("POSTGRES_CONNECTION") is not { Length: > 0 } connection)
{
    Console.Error.WriteLine(
        "Set POSTGRES_CONNECTION, such as 'Host=localhost;Username=postgres;Password=...', or run samples/PostgresMemory/run.sh, "
        + "which starts PostgreSQL with pgvector in Node.js.");
    return 2;
}

try
{
    // PostgreSQL in Node.js does not speak COPY FROM STDIN.
    var hasCopy = Environment.GetEnvironmentVariable("POSTGRES_WITHOUT_COPY") is null;
    await PostgresMemoryProgram.RunAsync(connection, hasCopy, Console.Out);
    return 0;
}
catch (NpgsqlException exception)
{
    Console.Error.WriteLine($"postgres-memory: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}

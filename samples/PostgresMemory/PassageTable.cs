using Npgsql;
using NpgsqlTypes;
using Pgvector;
using Qwen3.Connectors;

namespace PostgresMemory;

/// <summary>
/// The table of passages: full vectors, a short half-precision copy of them under an HNSW index, and a search that scores the index's
/// candidates again with the full vectors.
/// </summary>
/// <remarks>
/// The models are trained so that the first values of a vector are a vector of their own (MRL). 64 half-precision values in the index take
/// a sixteenth of the memory of 256 single-precision ones, and the second stage makes the scores exact.
/// </remarks>
internal sealed class PassageTable(NpgsqlConnection connection)
{
    public const int Dimensions = 256;
    public const int ShortDimensions = 64;

    /// <summary>Candidates of the first stage. hnsw.ef_search bounds how many an index scan returns, so it must not be smaller.</summary>
    private const int Candidates = 100;

    private const string Create =
        """
        CREATE SCHEMA IF NOT EXISTS qwen3_sample;
        CREATE TABLE IF NOT EXISTS qwen3_sample.vector_space (
            table_name text PRIMARY KEY,
            fingerprint text NOT NULL);
        CREATE TABLE IF NOT EXISTS qwen3_sample.passage (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            source text NOT NULL,
            language text NOT NULL,
            line int NOT NULL,
            body text NOT NULL,
            embedding vector(256) NOT NULL,
            short_embedding halfvec(64) NOT NULL
                GENERATED ALWAYS AS (subvector(embedding, 1, 64)::halfvec(64)) STORED);
        """;

    // The operator class belongs to the operator: halfvec_cosine_ops serves <=> on halfvec, and nothing else does.
    private const string CreateIndex =
        """
        CREATE INDEX IF NOT EXISTS passage_short_embedding ON qwen3_sample.passage
            USING hnsw (short_embedding halfvec_cosine_ops) WITH (m = 16, ef_construction = 64);
        """;

    private const string TwoStages =
        """
        WITH candidates AS MATERIALIZED (
            SELECT id, source, line, body, embedding FROM qwen3_sample.passage
            WHERE $3::text IS NULL OR language = $3
            ORDER BY short_embedding <=> subvector($1, 1, 64)::halfvec(64) LIMIT $4)
        SELECT id, source, line, body, 1 - (embedding <=> $1) FROM candidates ORDER BY embedding <=> $1 LIMIT $2
        """;

    private const string Exact =
        """
        SELECT id, source, line, body, 1 - (embedding <=> $1) FROM qwen3_sample.passage
        WHERE $3::text IS NULL OR language = $3 ORDER BY embedding <=> $1 LIMIT $2
        """;

    /// <summary>Creates the extension, the tables and, after the bulk load, the index.</summary>
    public async Task CreateAsync()
    {
        await ExecuteAsync("CREATE EXTENSION IF NOT EXISTS vector");
        await connection.ReloadTypesAsync();
        await ExecuteAsync(Create);
    }

    /// <summary>Removes everything that the sample created, apart from the extension.</summary>
    public Task DropAsync() => ExecuteAsync("DROP SCHEMA IF EXISTS qwen3_sample CASCADE");

    /// <summary>
    /// Stores what the vectors of the table depend on, or compares it with what is stored: vectors of another model, prompt or length
    /// cannot be compared with these.
    /// </summary>
    /// <exception cref="VectorSpaceMismatchException">The table has vectors of another space.</exception>
    public async Task EnsureSpaceAsync(VectorSpaceFingerprint space)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO qwen3_sample.vector_space VALUES ('passage', $1) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.Add(new() { Value = space.ToString() });
        await insert.ExecuteNonQueryAsync();
        var stored = await ScalarAsync<string>("SELECT fingerprint FROM qwen3_sample.vector_space WHERE table_name = 'passage'");
        space.EnsureCanAddTo(VectorSpaceFingerprint.Parse(stored));
    }

    /// <summary>Writes rows with COPY, the fastest way into PostgreSQL, and builds the index after them.</summary>
    public async Task CopyAsync(IEnumerable<Passage> passages)
    {
        await using (var writer = await connection.BeginBinaryImportAsync(
            "COPY qwen3_sample.passage (source, language, line, body, embedding) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var passage in passages)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(passage.Source, NpgsqlDbType.Text);
                await writer.WriteAsync(passage.Language, NpgsqlDbType.Text);
                await writer.WriteAsync(passage.Line, NpgsqlDbType.Integer);
                await writer.WriteAsync(passage.Body, NpgsqlDbType.Text);
                await writer.WriteAsync(passage.Embedding);
            }

            await writer.CompleteAsync();
        }

        await CreateIndexAsync();
    }

    /// <summary>Writes rows with INSERT, for servers without COPY, such as PostgreSQL in Node.js.</summary>
    public async Task InsertAsync(IEnumerable<Passage> passages)
    {
        foreach (var passage in passages)
        {
            await using var command = new NpgsqlCommand(
                "INSERT INTO qwen3_sample.passage (source, language, line, body, embedding) VALUES ($1, $2, $3, $4, $5)", connection);
            foreach (var value in new object[] { passage.Source, passage.Language, passage.Line, passage.Body, passage.Embedding })
            {
                command.Parameters.Add(new() { Value = value });
            }

            await command.ExecuteNonQueryAsync();
        }

        await CreateIndexAsync();
    }

    /// <summary>Searches in two stages: the index over short vectors, then the full vectors of its candidates.</summary>
    public async Task<List<FoundPassage>> SearchAsync(ReadOnlyMemory<float> query, int top, string? language = null)
    {
        await using var transaction = await connection.BeginTransactionAsync();

        // SET LOCAL ends with the transaction. Iterative scans go on until a filter has left enough rows; without them a rare language
        // would get fewer results than there are.
        await ExecuteAsync($"SET LOCAL hnsw.ef_search = {Candidates}");
        await ExecuteAsync("SET LOCAL hnsw.iterative_scan = strict_order");
        var found = await QueryAsync(TwoStages, query, top, language, Candidates);
        await transaction.CommitAsync();
        return found;
    }

    /// <summary>Compares all vectors: what the search in two stages is measured by.</summary>
    public Task<List<FoundPassage>> SearchExactlyAsync(ReadOnlyMemory<float> query, int top, string? language = null) =>
        QueryAsync(Exact, query, top, language);

    /// <summary>Whether the plan of a search uses the index, if a table of this size were worth it.</summary>
    public async Task<bool> UsesIndexAsync()
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync("SET LOCAL enable_seqscan = off");
        var plan = await ScalarAsync<string>(
            """
            EXPLAIN (FORMAT JSON) SELECT id FROM qwen3_sample.passage
            ORDER BY short_embedding <=> (SELECT short_embedding FROM qwen3_sample.passage LIMIT 1) LIMIT 5
            """);
        return plan.Contains("passage_short_embedding", StringComparison.Ordinal);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Once the rows are there: row by row it takes several times as long.</summary>
    private async Task CreateIndexAsync()
    {
        await ExecuteAsync(CreateIndex);
        await ExecuteAsync("ANALYZE qwen3_sample.passage");
    }

    private async Task<List<FoundPassage>> QueryAsync(
        string sql, ReadOnlyMemory<float> query, int top, string? language, params int[] more)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = new Vector(query) });
        command.Parameters.Add(new() { Value = top });
        command.Parameters.Add(new() { Value = (object?)language ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var value in more)
        {
            command.Parameters.Add(new() { Value = value });
        }

        var found = new List<FoundPassage>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetDouble(4)));
        }

        return found;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

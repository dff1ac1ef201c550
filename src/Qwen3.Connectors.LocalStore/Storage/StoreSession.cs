using Microsoft.Data.Sqlite;

namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>A connection in a transaction. Statements are kept for the next session of the connection.</summary>
internal sealed class StoreSession(SqliteConnection connection) : IDisposable
{
    /// <summary>Statements of few shapes recur; those of filters are many, and the oldest are dropped.</summary>
    private const int MaxStatements = 64;

    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public SqliteConnection Connection => connection;

    /// <summary>Executes a statement.</summary>
    /// <param name="sql">The statement, with parameters ?1, ?2, ...</param>
    /// <param name="values">Their values; null for NULL.</param>
    /// <returns>The number of changed rows.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Returns the first column of the first row; null for NULL or if there is no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is var value and not DBNull ? value : null;

    /// <summary>Returns a reader of all rows; the caller disposes it before the next statement of the same text.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            if (_commands.Count >= MaxStatements)
            {
                var (oldest, dropped) = _commands.First();
                _commands.Remove(oldest);
                dropped.Dispose();
            }

            command = connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        while (command.Parameters.Count > values.Length)
        {
            command.Parameters.RemoveAt(command.Parameters.Count - 1);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (i == command.Parameters.Count)
            {
                command.Parameters.Add(new SqliteParameter($"?{i + 1}", null));
            }

            command.Parameters[i].ResetSqliteType();
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}

using System.Globalization;

namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>The tables that describe collections, and the checks of a file that is opened.</summary>
internal static class StoreSchema
{
    /// <summary>Written into the file; a higher number is refused.</summary>
    public const int Version = 1;

    /// <summary>"Q3VS", which identifies a store among SQLite files.</summary>
    private const int ApplicationId = 0x51335653;

    /// <summary>A vector of 1024 values does not fit a page of 4 KB: with 16 KB, 100,000 of them are read in a third of the time.</summary>
    private const string PageSize = "PRAGMA page_size = 16384";

    private const string Tables = """
        CREATE TABLE collections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            schema_version INTEGER NOT NULL,
            version INTEGER NOT NULL,
            last_record INTEGER NOT NULL,
            trimmed INTEGER NOT NULL) STRICT;
        CREATE TABLE properties (
            collection INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            type TEXT NOT NULL,
            is_indexed INTEGER NOT NULL,
            is_full_text INTEGER NOT NULL,
            dimensions INTEGER,
            space TEXT,
            PRIMARY KEY (collection, ordinal),
            UNIQUE (collection, name)) STRICT;
        """;

    /// <summary>Sets a new connection up, creates the tables in an empty file, and refuses other files.</summary>
    public static void Open(StoreSession session, string path, bool isPrepared)
    {
        session.Execute("PRAGMA busy_timeout = 100");
        session.Execute("PRAGMA cache_size = -8000");
        session.Execute("PRAGMA trusted_schema = OFF");
        if (isPrepared)
        {
            return;
        }

        if (IsEmpty(session))
        {
            session.Execute(PageSize);
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("BEGIN IMMEDIATE");

            // Another process may have created the tables meanwhile.
            if (IsEmpty(session))
            {
                session.Execute(Tables);
                session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
                session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
            }

            session.Execute("COMMIT");
        }

        Check(session, path);
    }

    private static bool IsEmpty(StoreSession session) =>
        session.Scalar("SELECT count(*) FROM sqlite_schema") is 0L && session.Scalar("PRAGMA application_id") is 0L;

    private static void Check(StoreSession session, string path)
    {
        if (session.Scalar("PRAGMA application_id") is not (long)ApplicationId)
        {
            throw StoreErrors.Create(
                $"The file '{path}' is an SQLite database of another application; a store of Qwen3.Connectors.LocalStore was expected. "
                + "Choose another path.",
                path);
        }

        var version = Convert.ToInt64(session.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version is < 1 or > Version)
        {
            throw StoreErrors.Create(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The store '{path}' has format {version}; this version of Qwen3.Connectors.LocalStore reads 1 to {Version}. ")
                + "A newer version wrote it: update the package.",
                path);
        }
    }
}

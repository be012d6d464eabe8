using SQLitePCL;

namespace Omnibus.Sqlite;

/// <summary>
/// A prepared statement. Parameters count from 1, columns from 0. After the last row, and after an error, it has reset itself; who stops
/// earlier resets it, because a statement in the middle keeps its snapshot of the file.
/// </summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int parameter, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        connection.Check(value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        connection.Check(raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row; false behind the last.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        try
        {
            connection.Check(result);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Runs it to its end and returns how many rows it changed.</summary>
    public long Run()
    {
        while (Step())
        {
        }

        return connection.Changes;
    }

    /// <summary>The first column of the first row; 0 where it is null or there is no row.</summary>
    public long Scalar() => ScalarOrNull() ?? 0;

    /// <summary>The first column of the first row; null where it is null or there is no row.</summary>
    public long? ScalarOrNull()
    {
        if (!Step())
        {
            return null;
        }

        long? value = IsNull(0) ? null : Integer(0);
        Reset();
        return value;
    }

    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes where SQLite has them: valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose()
    {
        connection.Forget(this);
        handle.Dispose();
    }
}

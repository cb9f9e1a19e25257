using System.Text;
using Heldspace.Azure.Tables;
using Heldspace.Json;

namespace Heldspace.Azure.Records;

/// <summary>Keeps a value as JSON in the properties of a row, in pieces that a table takes, with its schema version beside it.</summary>
internal static class Json
{
    /// <summary>A string property holds at most 32 K characters.</summary>
    private const int Piece = 30_000;

    public static Row With<T>(this Row row, T value, int schema)
    {
        var json = HeldspaceJson.Write(value);
        row = row.With("Schema", schema);
        for (var (at, n) = (0, 0); at < json.Length; n++)
        {
            var length = Math.Min(Piece, json.Length - at);
            if (char.IsHighSurrogate(json[at + length - 1]))
            {
                length--;
            }

            row = row.With(Name(n), json.Substring(at, length));
            at += length;
        }

        return row;
    }

    /// <summary>
    /// Reads the value back. Every schema so far is version 1; an older one will be brought up to date here before it is read. A row that is handed out again is
    /// read once: neither rows nor what is kept in them are ever altered.
    /// </summary>
    /// <exception cref="InvalidDataException">The row is of a newer schema than this app knows, or holds no JSON.</exception>
    public static T Read<T>(this Row row, int schema)
        where T : notnull
    {
        if (row.ReadAs is T known)
        {
            return known;
        }

        if (row.RequireInt32("Schema") > schema)
        {
            throw new InvalidDataException($"A row of {typeof(T).Name} has schema {row.RequireInt32("Schema")}; this app knows {schema}. Deploy the newer app.");
        }

        var json = new StringBuilder();
        for (var n = 0; row.GetString(Name(n)) is { } piece; n++)
        {
            json.Append(piece);
        }

        var value = HeldspaceJson.Read<T>(json.ToString());
        row.ReadAs = value;
        return value;
    }

    private static string Name(int n) => n == 0 ? "Json" : $"Json{n}";
}

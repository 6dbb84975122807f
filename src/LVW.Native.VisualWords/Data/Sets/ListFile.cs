using System.Globalization;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A list in text, one entry a line, its fields apart by blanks; errors name file and line.</summary>
internal sealed class ListFile
{
    private readonly string[] lines;

    private ListFile(string path, string[] lines) => (Path, this.lines) = (path, lines);

    public string Path { get; }

    /// <summary>Reads a list.</summary>
    /// <exception cref="DataException">The file is missing or cannot be read.</exception>
    public static ListFile Read(params string[] names)
    {
        string path = System.IO.Path.Combine(names);
        try
        {
            if (!File.Exists(path)) throw new DataException(path, "the list is not there", "Unpack the data set's archives again");
            return new ListFile(path, File.ReadAllLines(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"the list cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
        }
    }

    /// <summary>The entries without empty lines and comments.</summary>
    /// <param name="fields">Fields that a line has at least; the last of them takes the rest of the line when <paramref name="restIsOne"/>.</param>
    /// <param name="restIsOne">Whether the last field may hold blanks.</param>
    /// <exception cref="DataException">A line has fewer fields, or there is none at all.</exception>
    public List<ListLine> Lines(int fields, bool restIsOne = false)
    {
        var entries = new List<ListLine>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            string[] found = restIsOne
                ? line.Split((char[]?)null, fields, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (found.Length < fields) throw Bad(i + 1, $"has {found.Length} of {fields} fields");
            entries.Add(new ListLine(this, i + 1, found));
        }

        return entries.Count > 0 ? entries : throw new DataException(Path, "the list is empty", "Unpack the data set's archives again");
    }

    public DataException Bad(int line, string fact)
        => new(Path, string.Create(CultureInfo.InvariantCulture, $"line {line} {fact}"), "Unpack the data set's archives again");
}

/// <summary>An entry of a list.</summary>
internal readonly record struct ListLine(ListFile File, int Line, string[] Fields)
{
    public string this[int field] => Fields[field];

    /// <exception cref="DataException">The field is no whole number.</exception>
    public int Integer(int field) => int.TryParse(Fields[field], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
        ? value : throw File.Bad(Line, $"has \"{Fields[field]}\" where a whole number is expected");

    /// <exception cref="DataException">The field is no number.</exception>
    public double Number(int field) => double.TryParse(Fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
        ? value : throw File.Bad(Line, $"has \"{Fields[field]}\" where a number is expected");
}

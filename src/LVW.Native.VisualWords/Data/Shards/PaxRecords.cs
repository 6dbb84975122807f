using System.Globalization;
using System.Text;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>What a pax extended header says of the member behind it; all but name and size is of no matter here.</summary>
/// <param name="Path">The member's name, if it says one.</param>
/// <param name="Size">Its bytes, if it says so.</param>
/// <param name="IsSparse">Whether the member is stored with holes.</param>
internal sealed record PaxRecords(string? Path, long? Size, bool IsSparse)
{
    /// <summary>Reads records of the form <c>LENGTH KEY=VALUE\n</c>; null where they are damaged.</summary>
    public static PaxRecords? Read(ReadOnlySpan<byte> content)
    {
        var records = new PaxRecords(null, null, false);
        while (content.Length > 0 && content[0] != 0)
        {
            int blank = content.IndexOf((byte)' ');
            if (blank <= 0 || !int.TryParse(content[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return null;
            if (length <= blank + 1 || length > content.Length || content[length - 1] != '\n') return null;
            ReadOnlySpan<byte> record = content[(blank + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 0) return null;
            string key = Encoding.UTF8.GetString(record[..equals]), value = Encoding.UTF8.GetString(record[(equals + 1)..]);
            content = content[length..];
            if (key == "path") records = records with { Path = value };
            else if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal)) records = records with { IsSparse = true };
            else if (key == "size")
            {
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size)) return null;
                records = records with { Size = size };
            }
        }

        return records;
    }
}

using System.Formats.Tar;
using System.Text;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

/// <summary>Writes shards with the framework's tar writer.</summary>
internal static class ShardWriter
{
    public static byte[] Tar(params (string Name, byte[] Content)[] members) => Tar(TarEntryFormat.Ustar, members);

    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, format, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members)
            {
                TarEntryType type = format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(type, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(type, name),
                    TarEntryFormat.Pax => new PaxTarEntry(type, name),
                    _ => new GnuTarEntry(type, name),
                };
                entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Samples 000, 001, … with a label and bytes that tell the sample's number.</summary>
    public static (string Name, byte[] Content)[] Samples(int first, int count, Func<int, string> label, int bytes = 700)
        => [.. Enumerable.Range(first, count).SelectMany(i => Sample($"{i:D3}", label(i), Content(i, bytes)))];

    public static (string Name, byte[] Content)[] Sample(string stem, string label, byte[] picture, string ending = "jpg")
        => [($"{stem}.cls", Encoding.UTF8.GetBytes(label)), ($"{stem}.{ending}", picture)];

    public static byte[] Content(int seed, int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return content;
    }
}

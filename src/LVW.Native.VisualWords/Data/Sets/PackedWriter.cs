using System.Globalization;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// Writes the pictures of binary files once as PNG, <c>split/class/number.png</c>, without loss. From then on they are files like all others: reports
/// show them, runs name them, <c>lvw explain</c> takes them. Numbers are the pictures' places in the binary files, so that lists of numbers keep their meaning.
/// </summary>
internal static class PackedWriter
{
    /// <summary>Writes all pictures.</summary>
    /// <param name="packed">The pictures.</param>
    /// <param name="name">The data set's name, kept in the folder.</param>
    /// <param name="folder">Where to; made if missing.</param>
    /// <param name="written">Told how many pictures have been written.</param>
    /// <param name="cancellation">Asked between pictures.</param>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static void Write(PackedPictures packed, string name, string folder, Action<int> written, CancellationToken cancellation)
    {
        try
        {
            int done = 0;
            PreparedFolder.Begin(folder, "prepare");
            foreach (PackedSplit split in packed.Splits)
            {
                foreach (string label in packed.Classes) Directory.CreateDirectory(Path.Combine(folder, split.Name, label));
                int digits = (split.Records.Count - 1).ToString(CultureInfo.InvariantCulture).Length;
                foreach (IGrouping<string, (PackedRecord Record, int Index)> file in split.Records.Select((record, i) => (record, i)).GroupBy(pair => pair.record.File))
                {
                    using FileStream stream = File.OpenRead(file.Key);
                    foreach ((PackedRecord record, int index) in file)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        string number = index.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
                        ImageFile.Save(Path.Combine(folder, split.Name, packed.Classes[record.Label], number + ".png"), Read(packed, stream, record.Offset));
                        written(++done);
                    }
                }
            }

            foreach (string extra in packed.Extras) File.Copy(extra, Path.Combine(folder, Path.GetFileName(extra)), overwrite: true);
            PreparedFolder.Mark(folder, name);
            PreparedFolder.Finish(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(folder, $"the pictures cannot be written ({failure.Message.TrimEnd('.')})", "Free space or choose another folder, then run the same command again", failure);
        }
    }

    /// <summary>A picture out of its planes.</summary>
    public static RgbImage Read(PackedPictures packed, Stream stream, long offset)
    {
        byte[] planes = new byte[packed.Bytes];
        stream.Position = offset;
        stream.ReadExactly(planes);
        var image = new RgbImage(packed.Side, packed.Side);
        int plane = packed.Side * packed.Side;
        for (int y = 0; y < packed.Side; y++)
        {
            for (int x = 0; x < packed.Side; x++)
            {
                int place = packed.ByColumns ? (x * packed.Side) + y : (y * packed.Side) + x;
                for (int c = 0; c < 3; c++) image.Pixels[(((y * packed.Side) + x) * 3) + c] = planes[(c * plane) + place];
            }
        }

        return image;
    }
}

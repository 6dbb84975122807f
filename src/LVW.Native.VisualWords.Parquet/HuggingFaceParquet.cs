using System.Globalization;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>Image data sets as Hugging Face keeps them: Parquet tables of encoded pictures and classes.</summary>
public static class HuggingFaceParquet
{
    /// <summary>The name of such a set in a <see cref="PreparedSet"/>.</summary>
    public const string Name = "hugging-face-parquet";

    private const string Marker = ".lvw-preparing";

    /// <summary>
    /// Writes every picture once as <c>split/class/number.jpg</c>, its bytes unchanged; the number is its row in the split. The target appears when all is written:
    /// until then pictures lie in a folder of the same name with <c>.partial</c> behind it, which the next call begins anew.
    /// </summary>
    /// <param name="source">The folder with <c>data/train-00000-of-00001.parquet</c> and the like, or with such files themselves.</param>
    /// <param name="target">Where to; missing or empty.</param>
    /// <param name="options">Columns and further codecs; the usual ones if null.</param>
    /// <param name="written">Told how many pictures have been written.</param>
    /// <param name="cancellation">Asked between pictures.</param>
    /// <exception cref="DataException">The tables are missing or damaged, a row has no picture or class that can be a file, or the target cannot be written.</exception>
    public static async Task<PreparedSet> PrepareAsync(
        string source, string target, HuggingFaceOptions? options = null, Action<int>? written = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        options ??= new HuggingFaceOptions();
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new DataException(folder, "it is there already and not an empty folder", "Name a new folder");
        }

        IReadOnlyList<TableSplit> splits = TableSplit.Find(source);
        var classes = new ClassFolders();
        var places = new List<(TableSplit Split, List<string> Folders)>();
        foreach (TableSplit split in splits) places.Add((split, await Places(split, classes, options, cancellation)));
        if (places.All(place => place.Folders.Count == 0)) throw new DataException(Path.GetFullPath(source), "the tables have no rows", "Download the data set again");
        string partial = folder + ".partial";
        try
        {
            Begin(partial);
            int done = 0;
            foreach ((TableSplit split, List<string> folders) in places) done = await Write(split, folders, Path.Combine(partial, split.Name), options, done, written, cancellation);
            File.Delete(Path.Combine(partial, Marker));
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(partial, folder);
            return new PreparedSet(Name, classes.Count, done);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(folder, $"the pictures cannot be written ({failure.Message.TrimEnd('.')})", "Free space or choose another folder, then run the same command again", failure);
        }
    }

    // All classes are known to be folders before the first picture is written.
    private static async Task<List<string>> Places(TableSplit split, ClassFolders classes, HuggingFaceOptions options, CancellationToken cancellation)
    {
        var folders = new List<string>();
        foreach (string file in split.Files)
        {
            await using PictureTable table = await PictureTable.Open(file, options, cancellation);
            classes.Begin(table);
            long row = 0;
            await foreach (string label in table.Labels(cancellation)) folders.Add(classes.Of(label, file, row++));
        }

        return folders;
    }

    private static async Task<int> Write(
        TableSplit split, List<string> folders, string target, HuggingFaceOptions options, int done, Action<int>? written, CancellationToken cancellation)
    {
        foreach (string name in folders.Distinct()) Directory.CreateDirectory(Path.Combine(target, name));
        int digits = (folders.Count - 1).ToString(CultureInfo.InvariantCulture).Length;
        int number = 0;
        foreach (string file in split.Files)
        {
            await using PictureTable table = await PictureTable.Open(file, options, cancellation);
            long row = 0;
            await foreach (ReadOnlyMemory<byte> picture in table.Pictures(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                if (number == folders.Count) throw new DataException(file, "it has more pictures than classes", "Download it again");
                string path = Path.Combine(target, folders[number], number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
                Save(picture, path, options.Codecs, file, row++);
                number++;
                written?.Invoke(++done);
            }
        }

        return number == folders.Count ? done : throw new DataException(split.Files[^1], "it has fewer pictures than classes", "Download it again");
    }

    private static void Save(ReadOnlyMemory<byte> picture, string path, ImageCodecs? codecs, string file, long row)
    {
        try
        {
            IImageCodec? plain = ImageCodecs.Default.All.FirstOrDefault(codec => codec.CanDecode(picture.Span));
            if (plain is null && codecs is not null)
            {
                ImageFile.Save(path + ".png", codecs.Decode(picture));
                return;
            }

            string format = ImageCodecs.Default.Identify(picture).Format;
            string ending = ImageCodecs.Default.All.First(codec => codec.Format == format).Extensions[0];
            using FileStream output = new(path + ending, FileMode.CreateNew, FileAccess.Write);
            output.Write(picture.Span);
        }
        catch (ImageFormatException failure)
        {
            throw new DataException(
                file,
                $"row {row}: {failure.Message.TrimEnd('.')}",
                "For other formats than JPEG, PNG and BMP call HuggingFaceParquet.PrepareAsync with HuggingFaceOptions.Codecs, such as ImageCodecs.Default.WithImageSharp()",
                failure);
        }
    }

    // Only a folder that an earlier call began is emptied.
    private static void Begin(string partial)
    {
        if (Directory.Exists(partial))
        {
            if (!File.Exists(Path.Combine(partial, Marker))) throw new DataException(partial, "it is in the way and was not begun by this program", "Move it away");
            Directory.Delete(partial, recursive: true);
        }

        Directory.CreateDirectory(partial);
        File.WriteAllText(Path.Combine(partial, Marker), "Pictures are being written here; the next run begins anew.\n");
    }
}

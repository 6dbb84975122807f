namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>
/// STL-10: <c>train_X.bin</c> and <c>test_X.bin</c> with planes of 96×96 bytes that run down their columns, labels from 1 in files of their own.
/// The 100,000 pictures without labels are not read.
/// </summary>
internal sealed class Stl10Set : IPackedSet
{
    private const int Side = 96;

    public string Name => "stl-10";

    public IReadOnlyList<string> Folders => ["stl10_binary"];

    public bool Recognises(string root) => File.Exists(Path.Combine(root, "train_X.bin")) && File.Exists(Path.Combine(root, "train_y.bin"));

    public PackedPictures Open(string root)
    {
        string[] classes = [.. ListFile.Read(root, "class_names.txt").Lines(1).Select(line => line[0])];
        string folds = Path.Combine(root, "fold_indices.txt");
        return new PackedPictures(
            classes, Side, ByColumns: true, [new("train", Records(root, "train", classes)), new("test", Records(root, "test", classes))], File.Exists(folds) ? [folds] : []);
    }

    /// <summary>The labels of a split, from 0.</summary>
    /// <exception cref="DataException">A label is no class.</exception>
    public static int[] Labels(string file, int classes)
    {
        using FileStream stream = PackedFile.Open(file, 1, "labels");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int bad = Array.FindIndex(bytes, label => label < 1 || label > classes);
        return bad < 0 ? [.. bytes.Select(label => label - 1)]
            : throw new DataException(file, $"label {bad} is {bytes[bad]}; labels count from 1 to {classes}", "Unpack the archive again");
    }

    private static PackedRecord[] Records(string root, string split, string[] classes)
    {
        string labelFile = Path.Combine(root, split + "_y.bin");
        int[] labels = Labels(labelFile, classes.Length);
        string file = Path.Combine(root, split + "_X.bin");
        const int Length = Side * Side * 3;
        using FileStream stream = PackedFile.Open(file, Length, "pictures");
        if (stream.Length / Length != labels.Length)
        {
            throw new DataException(file, $"it holds {stream.Length / Length} pictures but {Path.GetFileName(labelFile)} has {labels.Length} labels", "Download and unpack the archive again");
        }

        return [.. labels.Select((label, i) => new PackedRecord(file, (long)i * Length, label))];
    }
}

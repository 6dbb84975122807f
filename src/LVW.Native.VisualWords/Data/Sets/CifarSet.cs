namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>The binary versions of CIFAR-10 and CIFAR-100: records of one or two label bytes and 3×32×32 bytes, row by row.</summary>
internal sealed class CifarSet : IPackedSet
{
    private const int Side = 32;

    private readonly string classList;
    private readonly int labelBytes;
    private readonly string[] train;
    private readonly string test;

    private CifarSet(string name, string folder, string classList, int labelBytes, string[] train, string test)
    {
        (Name, Folders) = (name, [folder]);
        (this.classList, this.labelBytes, this.train, this.test) = (classList, labelBytes, train, test);
    }

    /// <summary>Ten classes, one label byte.</summary>
    public static CifarSet Ten { get; } = new(
        "cifar-10", "cifar-10-batches-bin", "batches.meta.txt", 1, [.. Enumerable.Range(1, 5).Select(batch => $"data_batch_{batch}.bin")], "test_batch.bin");

    /// <summary>A hundred classes; the byte of the coarse label stands before that of the fine one, which counts.</summary>
    public static CifarSet Hundred { get; } = new("cifar-100", "cifar-100-binary", "fine_label_names.txt", 2, ["train.bin"], "test.bin");

    public string Name { get; }

    public IReadOnlyList<string> Folders { get; }

    public bool Recognises(string root) => File.Exists(Path.Combine(root, classList)) && File.Exists(Path.Combine(root, test));

    public PackedPictures Open(string root)
    {
        string[] classes = [.. ListFile.Read(root, classList).Lines(1, restIsOne: true).Select(line => line[0])];
        return new PackedPictures(
            classes, Side, ByColumns: false, [new("train", [.. train.SelectMany(file => Records(root, file, classes))]), new("test", Records(root, test, classes))], []);
    }

    private List<PackedRecord> Records(string root, string name, string[] classes)
    {
        string file = Path.Combine(root, name);
        int length = labelBytes + (Side * Side * 3);
        using FileStream stream = PackedFile.Open(file, length, "pictures with labels");
        var records = new List<PackedRecord>((int)(stream.Length / length));
        byte[] record = new byte[length];
        for (long offset = 0; offset < stream.Length; offset += length)
        {
            stream.ReadExactly(record);
            int label = record[labelBytes - 1];
            if (label >= classes.Length) throw new DataException(file, $"picture {records.Count} has label {label} but there are {classes.Length} classes", "Unpack the archive again");
            records.Add(new PackedRecord(file, offset + labelBytes, label));
        }

        return records;
    }
}

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A data set of binary files, written as pictures in class folders.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Classes">Its classes.</param>
/// <param name="Pictures">Pictures written.</param>
public sealed record PreparedSet(string Name, int Classes, int Pictures)
{
    /// <summary>Writes every picture as <c>split/class/number.png</c>, without loss; the number is its place in the binary files of the split.</summary>
    /// <param name="folder">The folder with the binary files.</param>
    /// <param name="target">Where to; made if missing, pictures of the same names are replaced.</param>
    /// <param name="written">Told how many pictures have been written.</param>
    /// <param name="cancellation">Asked between pictures.</param>
    /// <exception cref="DataException">The folder has no such files, they are damaged, or the target cannot be written.</exception>
    public static PreparedSet Write(string folder, string target, Action<int> written, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(written);
        if (DataSets.PackedIn(folder) is not (_, _) found)
        {
            throw new DataException(
                Path.GetFullPath(folder), "there are no binary files of STL-10, CIFAR-10 or CIFAR-100 here", "Give the folder that the set's archive was unpacked to; other sets need no preparing");
        }

        PackedPictures packed = found.Set.Open(found.Root);
        PackedWriter.Write(packed, found.Set.Name, target, written, cancellation);
        return new PreparedSet(found.Set.Name, packed.Classes.Count, packed.Splits.Sum(split => split.Records.Count));
    }
}

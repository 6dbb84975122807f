namespace LVW.Native.Engine.Checkpoints.Zip;

/// <summary>A member of a zip archive.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Deflated">Whether the data are compressed.</param>
/// <param name="DataStart">Where the data begin in the file.</param>
/// <param name="StoredLength">Bytes of the data in the file.</param>
/// <param name="Length">Bytes of the content.</param>
internal sealed record ZipEntry(string Name, bool Deflated, long DataStart, long StoredLength, long Length)
{
    /// <summary>The content, to be read when it is wanted.</summary>
    public StoredBytes Content(ByteSource source) => Deflated ? new DeflatedBytes(source, this) : new FileBytes(source, DataStart, Length);
}

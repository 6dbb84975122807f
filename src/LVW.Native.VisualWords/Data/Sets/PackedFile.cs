namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Opens binary files of records.</summary>
internal static class PackedFile
{
    /// <summary>A file whose size is a multiple of its record's.</summary>
    /// <exception cref="DataException">It is missing, empty or cut.</exception>
    public static FileStream Open(string file, int record, string what)
    {
        try
        {
            if (!File.Exists(file)) throw new DataException(file, "the file is not there", "Unpack the archive again");
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (stream.Length > 0 && stream.Length % record == 0) return stream;
            long length = stream.Length;
            stream.Dispose();
            throw new DataException(file, $"its {length} bytes are no whole number of {what} of {record} bytes", "The file is cut: download and unpack the archive again");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(file, $"it cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
        }
    }
}

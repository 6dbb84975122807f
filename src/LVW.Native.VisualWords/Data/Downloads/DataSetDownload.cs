using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>Fetches a data set's files into <c>FOLDER/.archives</c> and unpacks them into the folder. What an earlier call has done is not done again.</summary>
/// <param name="descriptor">The data set.</param>
/// <param name="folder">Its folder.</param>
/// <param name="limits">How much may come out of an archive.</param>
public sealed class DataSetDownload(DataSetDescriptor descriptor, string folder, ArchiveLimits? limits = null)
{
    // Hidden, so that a folder of class folders does not take it for a class.
    private const string Archives = ".archives";

    /// <summary>Fetches and unpacks all files.</summary>
    /// <param name="progress">Told of a file, its bytes so far and all, where known.</param>
    /// <param name="message">Told what is done.</param>
    /// <param name="cancellation">Stops; what is there stays.</param>
    /// <exception cref="DataException">A download or an archive failed.</exception>
    public async Task RunAsync(Action<string, long, long?>? progress, Action<string>? message, CancellationToken cancellation)
    {
        using var downloader = new Downloader();
        foreach (RemoteFile file in descriptor.Files)
        {
            string into = Path.Combine([folder, .. file.Into.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
            string path = file.Unpack ? Path.Combine(folder, Archives, file.FileName) : Path.Combine(into, file.FileName);
            string stamp = path + ".unpacked";
            if (file.Unpack && File.Exists(stamp))
            {
                message?.Invoke($"{file.FileName}: was unpacked before; to unpack it again, delete {stamp}");
                continue;
            }

            await downloader.GetAsync(file, path, (have, all) => progress?.Invoke(file.FileName, have, all), cancellation).ConfigureAwait(false);
            if (!file.Unpack)
            {
                message?.Invoke($"{file.FileName}: here");
                continue;
            }

            PreparedFolder.Begin(folder, "get");
            (int files, long bytes) = Archive.Unpack(path, into, limits, cancellation);
            await File.WriteAllTextAsync(stamp, "", cancellation).ConfigureAwait(false);
            message?.Invoke(FormattableString.Invariant($"{file.FileName}: {files} files of {bytes} bytes unpacked; {path} can be deleted"));
        }

        PreparedFolder.Finish(folder);
    }
}

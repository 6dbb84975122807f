using System.Globalization;
using System.Net;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>
/// Downloads files: into <c>NAME.part</c>, which a later call continues where the server allows it, with the checksum on the way, and renamed when
/// all is right.
/// </summary>
public sealed class Downloader : IDisposable
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebRequests requests = new(Patience);

    /// <summary>Downloads one file; one that is there already and right is left alone.</summary>
    /// <param name="file">Address, size and checksum.</param>
    /// <param name="path">Where to put it; its folder is made if missing.</param>
    /// <param name="progress">Told of the bytes that are there and of all, where known.</param>
    /// <param name="cancellation">Stops; the part stays.</param>
    /// <exception cref="DataException">The server, the connection, the disk or the checksum failed; the message names the address or file and the remedy.</exception>
    public async Task GetAsync(RemoteFile file, string path, Action<long, long?>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string part = path + ".part";
        string info = part + ".json";
        using var sum = new Checksum(file.Checksum);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (File.Exists(path))
            {
                Check(file, path, new FileInfo(path).Length, await SumAsync(path, sum, cancellation));
                return;
            }

            long have = File.Exists(part) && PartInfo.Read(info) is { } before && before.Address == file.Address ? new FileInfo(part).Length : 0;
            long total = await TransferAsync(file, part, info, have, sum, progress, cancellation).ConfigureAwait(false);
            Check(file, part, total, sum.Fault());
            File.Move(part, path);
            File.Delete(info);
        }
        catch (IOException full) when (full.HResult is NoSpaceLeft or QuotaExceeded or WindowsDiskFull)
        {
            throw new DataException(part, $"the disk is full ({full.Message.TrimEnd('.')})", "Free space and run the same command again; what is there is kept", full);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new DataException(part, $"it cannot be written ({denied.Message.TrimEnd('.')})", "Choose another folder", denied);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => requests.Dispose();

    private async Task<long> TransferAsync(
        RemoteFile file, string part, string info, long have, Checksum sum, Action<long, long?>? progress, CancellationToken cancellation)
    {
        PartInfo? known = have > 0 ? PartInfo.Read(info) : null;
        if (known?.Tag is null) have = 0;
        using HttpResponseMessage response = await requests.AskAsync(new Uri(file.Address), have, known?.Tag, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0 && have == (response.Content.Headers.ContentRange?.Length ?? known!.Length))
        {
            await SumAsync(part, sum, cancellation, end: false).ConfigureAwait(false);
            return have;
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part);
            throw new DataException(part, "the server has another file than the one that was begun; the part is deleted", "Run the same command again");
        }

        long? length = RequireSuccess(file, response);
        bool continues = response.StatusCode == HttpStatusCode.PartialContent;
        long? whole = continues ? response.Content.Headers.ContentRange!.Length : length;

        // Servers that do not know If-Range send the rest of another file under its own tag.
        bool isOther = WebRequests.TagOf(response) is { } tag && tag != known?.Tag;
        if (continues && (isOther || response.Content.Headers.ContentRange!.From != have || (known!.Length is { } before && whole is { } now && before != now)))
        {
            File.Delete(part);
            throw new DataException(file.Address, "the server continued another place or file than asked; the part is deleted", "Run the same command again");
        }

        if (whole is { } size && file.Bytes is { } expected && size != expected)
        {
            throw new DataException(file.Address, $"the server offers {size} bytes but the descriptor says {expected}", "The file has changed at its source: compare the data set's page with the descriptor");
        }

        if (!continues) have = 0;
        await using var output = new FileStream(part, have == 0 ? FileMode.Create : FileMode.Open, FileAccess.Write, FileShare.Read, 1 << 16);
        new PartInfo(file.Address, WebRequests.TagOf(response), whole).Write(info);
        if (have > 0) await SumAsync(part, sum, cancellation, end: false).ConfigureAwait(false);
        output.Seek(have, SeekOrigin.Begin);
        return await CopyAsync(file, response, output, have, whole ?? file.Bytes, sum, progress, cancellation).ConfigureAwait(false);
    }

    private static async Task<long> CopyAsync(
        RemoteFile file, HttpResponseMessage response, FileStream output, long have, long? whole, Checksum sum, Action<long, long?>? progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 17];
        await using Stream input = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            int count;
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                patience.CancelAfter(Patience);
                try
                {
                    count = await input.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                }
                catch (Exception dropped) when (dropped is IOException or HttpRequestException || (dropped is OperationCanceledException && !cancellation.IsCancellationRequested))
                {
                    await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                    throw Dropped(file, have, whole, dropped);
                }
            }

            if (count == 0) break;
            await output.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            sum.Add(buffer.AsSpan(0, count));
            have += count;
            if (whole is { } most && have > most) throw new DataException(file.Address, $"the server sends more than the {most} bytes that were told", "Compare the data set's page with the descriptor");
            progress?.Invoke(have, whole);
        }

        await output.FlushAsync(cancellation).ConfigureAwait(false);
        return whole is { } all && have < all ? throw Dropped(file, have, whole, null) : have;
    }

    private static long? RequireSuccess(RemoteFile file, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange is null)
        {
            throw new DataException(file.Address, "the server sends a part without saying which", "Delete the .part file and run the same command again");
        }

        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent) return response.Content.Headers.ContentLength;
        throw new DataException(
            file.Address, $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(), "Try later, or put the file there by hand (lvw data get unpacks what lies in .archives)");
    }

    private static async Task<string?> SumAsync(string path, Checksum sum, CancellationToken cancellation, bool end = true)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        byte[] buffer = new byte[1 << 17];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;) sum.Add(buffer.AsSpan(0, count));
        return end ? sum.Fault() : null;
    }

    private static void Check(RemoteFile file, string path, long length, string? fault)
    {
        bool isPart = path.EndsWith(".part", StringComparison.Ordinal);
        string remedy = isPart
            ? "It is deleted: run the same command again; if it stays so, the file has changed at its source"
            : "Delete the file and run the same command again";
        string? fact = file.Bytes is { } bytes && bytes != length ? $"it has {length} bytes but the descriptor says {bytes}"
            : fault is not null ? $"its checksum is {fault} but the descriptor says {file.Checksum}"
            : null;
        if (fact is null) return;
        if (isPart)
        {
            File.Delete(path);
            File.Delete(path + ".json");
        }

        throw new DataException(path, fact, remedy);
    }

    private static DataException Dropped(RemoteFile file, long have, long? whole, Exception? cause)
    {
        string all = whole?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        return new DataException(file.Address, $"the connection was lost after {have} of {all} bytes", "Run the same command again; it goes on from there", cause);
    }
}

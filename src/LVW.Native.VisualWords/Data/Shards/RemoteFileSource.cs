using System.Net;
using System.Net.Http.Headers;
using LVW.Native.VisualWords.Data.Downloads;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>A file on a web server, any part of which can be asked for. The first answer says which file it is; an answer that tells another is an error.</summary>
/// <param name="address">Where it is.</param>
/// <param name="requests">Asks.</param>
/// <param name="options">Attempts and patience.</param>
internal sealed class RemoteFileSource(Uri address, WebRequests requests, ShardOptions options)
{
    /// <summary>The address without its query, which may hold a signature.</summary>
    public string Path { get; } = address.GetLeftPart(UriPartial.Path);

    public ShardOptions Options => options;

    /// <summary>Whether a refusal means that there is no such file: stores that may not be listed refuse what they do not have.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What the first answer told; null before it.</summary>
    public RemoteIdentity? Identity { get; private set; }

    /// <summary>Asks for one byte: whether the file is there, and which it is.</summary>
    /// <exception cref="DataException">The server cannot be reached, or refuses for another reason than that there is no such file.</exception>
    public bool Exists()
    {
        using var stream = new RemoteStream(this, 0, 1);
        return stream.Exists();
    }

    /// <summary>The bytes of a part; of the whole file where <paramref name="length"/> is null.</summary>
    public RemoteStream Open(long from = 0, long? length = null) => new(this, from, length is { } count ? from + count : null);

    /// <summary>Asks once. Null where the server has no such file.</summary>
    /// <param name="from">The first byte.</param>
    /// <param name="to">The byte behind the last; null for the rest.</param>
    /// <exception cref="DataException">The answer is of no use and will not be another time, or (with an inner exception) there is none.</exception>
    /// <exception cref="IOException">The server is busy; it may answer another time.</exception>
    public HttpResponseMessage? Ask(long from, long? to)
    {
        RangeHeaderValue? range = Identity is { HasRanges: false } ? null : new RangeHeaderValue(from, to - 1);
        HttpResponseMessage response = requests.AskAsync(address, range, Identity?.Tag, CancellationToken.None).GetAwaiter().GetResult();
        try
        {
            bool isRefused = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone || (IsOptional && isRefused))
            {
                response.Dispose();
                return null;
            }

            RequireSuccess(response);
            Recognise(response, from);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The error for a file that is not there.</summary>
    public DataException Missing() => new(Path, "the server has no such file (404)", "Check the address, the list or the numbers of the pattern");

    private void RequireSuccess(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        string told = $"{status} {response.ReasonPhrase}".TrimEnd();
        if (status is 200 or 206) return;
        if (status is 408 or 429 or >= 500) throw new IOException($"the server answers {told}");
        if (status == 416) throw Identity is null ? new DataException(Path, "the file is empty", "Write it again") : Changed("it is shorter now");
        if (status is 401 or 403) throw new DataException(Path, $"the server refuses ({told})", "Check the address, and whether its signature has expired");
        throw new DataException(Path, $"the server answers {told}", "Check the address");
    }

    private void Recognise(HttpResponseMessage response, long from)
    {
        string? tag = WebRequests.TagOf(response);
        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        ContentRangeHeaderValue? part = response.Content.Headers.ContentRange;
        if (isPart && part is not { HasRange: true, HasLength: true }) throw new DataException(Path, "the server sends a part without saying which", "Serve the shards by another server");
        long length = (isPart ? part!.Length : response.Content.Headers.ContentLength)
            ?? throw new DataException(Path, "the server does not tell the file's length", "Serve the shards by a server that does");
        Identity ??= new RemoteIdentity(length, tag, isPart || response.Headers.AcceptRanges.Contains("bytes"));
        if (length != Identity.Length) throw Changed($"{Identity.Length} bytes then, {length} now");
        if (tag != Identity.Tag) throw Changed($"{Identity.Tag ?? "no tag"} then, {tag ?? "no tag"} now");
        if (isPart && part!.From != from) throw new DataException(Path, $"the server sends byte {part.From} where byte {from} was asked for", "Serve the shards by another server");
    }

    private DataException Changed(string how) => new(Path, $"the file has changed on its server while it was read ({how})", "Run the same command again, with the shards that it began with");
}

using System.Globalization;
using System.Net.Http.Headers;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>Asks servers for files. Redirects are followed by hand: few, never in circles, never from https to http.</summary>
/// <param name="patience">How long a server may take to answer.</param>
internal sealed class WebRequests(TimeSpan patience) : IDisposable
{
    private const int MostRedirects = 10;
    private const string TakePage = "Take the file from the data set's page";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = patience }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The answer after all redirects, its body unread.</summary>
    /// <param name="address">The file.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="tag">What tells that the rest belongs to the part that is here.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">The server cannot be reached or redirects without end.</exception>
    public Task<HttpResponseMessage> AskAsync(Uri address, long from, string? tag, CancellationToken cancellation)
        => AskAsync(address, from > 0 ? new RangeHeaderValue(from, null) : null, tag, cancellation);

    /// <summary>The answer for a part of a file, after all redirects, its body unread.</summary>
    /// <param name="address">The file.</param>
    /// <param name="range">The bytes that are wanted; null for all.</param>
    /// <param name="tag">What tells that the part belongs to the file that is known.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">The server cannot be reached or redirects without end.</exception>
    public async Task<HttpResponseMessage> AskAsync(Uri address, RangeHeaderValue? range, string? tag, CancellationToken cancellation)
    {
        var seen = new HashSet<Uri> { address };
        while (true)
        {
            HttpResponseMessage response = await SendAsync(address, range, tag, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;
            Uri? next = response.Headers.Location is { } location ? new Uri(address, location) : null;
            response.Dispose();
            string? fact = next switch
            {
                null or { Scheme: not ("http" or "https") } => "the server redirects to no http address",
                { Scheme: "http" } when address.Scheme == "https" => $"the server redirects from https to {next}",
                _ when !seen.Add(next) => "the server redirects in a circle",
                _ when seen.Count > MostRedirects => $"the server redirects more than {MostRedirects} times",
                _ => null,
            };
            if (fact is not null) throw new DataException(address.ToString(), fact, TakePage);
            address = next!;
        }
    }

    /// <summary>What tells one state of a file from another: its strong ETag, or else the time of its last change.</summary>
    public static string? TagOf(HttpResponseMessage response)
        => response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, RangeHeaderValue? range, string? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        request.Headers.Range = range;
        if (range is not null && tag is not null) request.Headers.TryAddWithoutValidation("If-Range", tag);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DataException(
                address.ToString(), $"the server cannot be reached ({failure.Message.TrimEnd('.')})", "Check the connection and the proxy, then run the same command again", failure);
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LVW.Native.VisualWords.Tests.Data.Downloads;

/// <summary>A web server of one address on this machine: answers each connection once and closes it, and can be told to misbehave.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    public LocalServer()
    {
        listener.Start();
        loop = Task.Run(ServeAsync);
    }

    /// <summary>Files by path, with a leading slash.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Redirects by path.</summary>
    public Dictionary<string, string> Redirects { get; } = [];

    public bool HasRanges { get; set; } = true;

    /// <summary>Whether a rest is sent only under the tag that was asked for; some servers do not know that.</summary>
    public bool MindsIfRange { get; set; } = true;

    public string Tag { get; set; } = "\"one\"";

    /// <summary>Bytes of a body after which the connection is cut; null to send all.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Answers that are cut; null for all. Those behind them are whole.</summary>
    public int? CutAnswers { get; set; }

    /// <summary>Answers that are "503 Service Unavailable" before others come.</summary>
    public int BusyAnswers { get; set; }

    /// <summary>Whether files that are not there are refused instead, as some stores do.</summary>
    public bool RefusesMissing { get; set; }

    /// <summary>The ranges that were asked for; an empty text for none.</summary>
    public List<string> Asked { get; } = [];

    public string Address(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer, stop.Token);
            if (count == 0) return;
            request.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        string[] lines = request.ToString().Split("\r\n");
        string path = lines[0].Split(' ')[1];
        string range = Value(lines, "Range");
        Asked.Add(range);
        if (BusyAnswers > 0)
        {
            BusyAnswers--;
            await WriteAsync(stream, "503 Service Unavailable", "", []);
        }
        else if (Redirects.TryGetValue(path, out string? target)) await WriteAsync(stream, "302 Found", $"Location: {target}\r\n", []);
        else if (!Files.TryGetValue(path, out byte[]? body)) await WriteAsync(stream, RefusesMissing ? "403 Forbidden" : "404 Not Found", "", []);
        else await SendAsync(stream, body, range, Value(lines, "If-Range"));
    }

    private async Task SendAsync(NetworkStream stream, byte[] body, string range, string condition)
    {
        string[] ends = range.Length > 0 ? range["bytes=".Length..].Split('-') : [];
        bool isPart = range.Length > 0 && HasRanges && (condition.Length == 0 || condition == Tag || !MindsIfRange);
        int from = isPart ? int.Parse(ends[0], CultureInfo.InvariantCulture) : -1;
        int to = isPart && ends[1].Length > 0 ? Math.Min(body.Length, int.Parse(ends[1], CultureInfo.InvariantCulture) + 1) : body.Length;
        if (from < 0) await WriteAsync(stream, "200 OK", $"ETag: {Tag}\r\n", body);
        else if (from >= body.Length) await WriteAsync(stream, "416 Range Not Satisfiable", $"Content-Range: bytes */{body.Length}\r\n", []);
        else await WriteAsync(stream, "206 Partial Content", $"ETag: {Tag}\r\nContent-Range: bytes {from}-{to - 1}/{body.Length}\r\n", body[from..to]);
    }

    private async Task WriteAsync(NetworkStream stream, string status, string headers, byte[] body)
    {
        string head = $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
        bool isCut = CutAfter < body.Length && CutAnswers is not <= 0;
        if (isCut) CutAnswers--;
        await stream.WriteAsync(isCut ? body.AsMemory(0, CutAfter!.Value) : body, stop.Token);
    }

    private static string Value(string[] lines, string header)
        => lines.FirstOrDefault(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))?[(header.Length + 1)..].Trim() ?? "";
}

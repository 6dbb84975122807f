using System.Net;
using System.Text.Json;
using LVW.Native.Cli;
using LVW.Native.Cli.Output;

namespace LVW.Native.Viewer.Tests.Support;

/// <summary>A run that <c>lvw serve</c> shows on a free port, within this process.</summary>
internal sealed class ServedRun : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly StringWriter messages = new();
    private readonly Task<int> served;

    private ServedRun(Task<int> served, CancellationTokenSource stop, StringWriter messages, Uri address)
    {
        (this.served, this.stop, this.messages, Address) = (served, stop, messages, address);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Asks as no browser does: without Origin.</summary>
    public HttpClient Client { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public static async Task<ServedRun> StartAsync(string run, params string[] more)
    {
        var stop = new CancellationTokenSource();
        var data = new FirstLine();
        var messages = new StringWriter();
        Task<int> served = Task.Run(() => Lvw.RunAsync(["serve", run, "--port", "0", "--threads", "2", .. more], new Terminal(data, TextWriter.Synchronized(messages)), stop.Token));
        await Task.WhenAny(served, data.Line);
        Assert.True(data.Line.IsCompleted, $"the server ended: {messages}");
        return new ServedRun(served, stop, messages, new Uri(await data.Line));
    }

    /// <summary>A page's text; its status must be 200.</summary>
    public async Task<string> Page(string address)
    {
        using HttpResponseMessage answer = await Client.GetAsync(address);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}: {text}");
        return text;
    }

    public Task<HttpResponseMessage> Get(string? address) => Client.GetAsync(address, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => Client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Posts as the pages do.</summary>
    public Task<HttpResponseMessage> Post(string address, HttpContent content) => Post(address, content, Origin);

    public async Task<HttpResponseMessage> Post(string address, HttpContent content, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await Client.SendAsync(request);
    }

    public async Task<JsonElement> Change(params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage answer = await Post("/what-if", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a pass over pictures has ended.</summary>
    public async Task<string> Passed(string job)
    {
        for (; ; await Task.Delay(50))
        {
            JsonElement jobs = JsonSerializer.Deserialize<JsonElement>(await Page("/jobs"));
            string state = jobs.EnumerateArray().Single(one => one.GetProperty("name").GetString() == job).GetProperty("state").GetString()!;
            if (state != "Running") return state;
        }
    }

    /// <summary>Ends it as Ctrl-C does.</summary>
    public async Task<(int Code, string Messages)> StopAsync()
    {
        await stop.CancelAsync();
        return (await served, messages.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        stop.Dispose();
        await messages.DisposeAsync();
    }
}

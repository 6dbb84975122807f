using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LVW.Native.Viewer.Tests;

/// <summary>Only the user's own browser, on this machine and from these pages, is served.</summary>
public sealed class SecurityTests(FinishedRun finished) : IAsyncLifetime
{
    private ServedRun served = null!;

    public async ValueTask InitializeAsync() => served = await ServedRun.StartAsync(finished.Run);

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:{port}")]
    [InlineData("[::1]:{port}")]
    public async Task A_request_for_another_host_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/words");
        request.Headers.Host = host.Replace("{port}", served.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await served.Send(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.DoesNotContain("Word", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_name_localhost_is_served_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/words");
        request.Headers.Host = $"localhost:{served.Address.Port}";
        using HttpResponseMessage answer = await served.Send(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://127.0.0.1:{port}")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:{port}.evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_change_that_does_not_come_from_these_pages_is_refused(string? origin)
    {
        string? given = origin?.Replace("{port}", served.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await served.Post("/what-if", new FormUrlEncodedContent([new("word", "3"), new("use", "0")]), given);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("Without word", await served.Page("/words"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_refused(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/what-if");
        using HttpResponseMessage answer = await served.Send(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_picture_that_another_site_embeds_is_refused_and_a_link_from_there_is_followed()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Fetched("/images/test/0/thumb", "no-cors"));
        Assert.Equal(HttpStatusCode.OK, await Fetched("/words", "navigate"));
    }

    [Fact]
    public async Task Every_answer_forbids_frames_scripts_from_elsewhere_and_guesses_of_types()
    {
        foreach (string address in new[] { "/words", "/words/0", "/pictures/test", "/pictures/test/0", "/images/test/0/thumb", "/script.js", "/nothing" })
        {
            using HttpResponseMessage answer = await served.Get(address);
            Assert.Equal("default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        }
    }

    [Fact]
    public async Task Pages_hold_no_script_or_style_that_the_policy_would_forbid()
    {
        foreach (string address in new[] { "/words", "/words/0", "/pictures/test", "/pictures/test/0", "/pictures/yours" })
        {
            string page = await served.Page(address);
            Assert.DoesNotContain(" style=", page);
            Assert.DoesNotContain("<style", page);
            Assert.DoesNotContain("data:", page);
            Assert.DoesNotContain(" onclick", page);
            Assert.DoesNotContain("<script>", page);
        }
    }

    [Theory]
    [InlineData("/images/test/../../words.safetensors/thumb")]
    [InlineData("/images/test/..%2f..%2frun.json/thumb")]
    [InlineData("/images/test/%2e%2e%2f%2e%2e%2fsettings.json/view")]
    [InlineData("/images/test/..%5c..%5csettings.json/view")]
    [InlineData("/images/..%2ftest/0/thumb")]
    [InlineData("/images/test/-1/thumb")]
    [InlineData("/images/test/+1/thumb")]
    [InlineData("/images/test/99999999999/thumb")]
    [InlineData("/images/test/18/thumb")]
    [InlineData("/images/yours/../test/0/thumb2")]
    [InlineData("/images/words/-1/patch")]
    [InlineData("/images/words/18/patch")]
    [InlineData("/images/words/0/near/test/99")]
    [InlineData("/images/words/0/near/..%2f/0")]
    [InlineData("/settings.json")]
    [InlineData("/../settings.json")]
    public async Task No_address_leads_to_a_file(string address)
    {
        string answer = await Raw($"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{served.Address.Port}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer);
        Assert.DoesNotContain("lastLayer", answer);
    }

    [Fact]
    public async Task The_run_is_not_written_to()
    {
        Dictionary<string, DateTime> before = Directory.GetFiles(finished.Run).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        await served.Change(("word", "3"), ("use", "0"));
        await served.Change(("fit", "1"));
        Assert.Equal("Done", await served.Passed("fit"));
        Assert.Contains("W fitted again", await served.Page("/pictures/test/0"));
        Assert.Equal(before, Directory.GetFiles(finished.Run).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    private async Task<HttpStatusCode> Fetched(string address, string mode)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", mode);
        using HttpResponseMessage answer = await served.Send(request);
        return answer.StatusCode;
    }

    // HttpClient would tidy the address up.
    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await client.ConnectAsync(IPAddress.Loopback, served.Address.Port, cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(cancellation);
    }
}

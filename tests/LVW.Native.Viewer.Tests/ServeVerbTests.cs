using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace LVW.Native.Viewer.Tests;

/// <summary>The verb: what it prints, how it ends, and what it refuses.</summary>
public sealed class ServeVerbTests(FinishedRun finished)
{
    [Fact]
    public async Task It_serves_the_loopback_alone_and_ends_well_when_it_is_told_to()
    {
        ServedRun served = await ServedRun.StartAsync(finished.Run);
        Assert.Equal("127.0.0.1", served.Address.Host);
        IPEndPoint[] listeners = [.. System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(one => one.Port == served.Address.Port)];
        Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address)));
        Assert.NotEmpty(listeners);
        (int code, string messages) = await served.StopAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain("defect", messages);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => served.Get("/words"));
    }

    [Fact]
    public async Task A_pass_that_is_under_way_does_not_hold_up_the_end()
    {
        using var copy = new RunCopy(finished);
        File.Delete(copy.In("findings.safetensors"));
        ServedRun served = await ServedRun.StartAsync(copy.Path);
        await served.Page("/pictures/test");
        (int code, string messages) = await served.StopAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain("defect", messages);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_the_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        (await CliRun.Of("serve", finished.Run, "--port", port)).RequireUserError("--port", port, "another port, or 0");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("serve", "run", "--port", "65536")]
    [InlineData("serve", "run", "--port", "-1")]
    [InlineData("serve", "run", "--port", "http")]
    public async Task Arguments_that_cannot_be_understood_give_one_line_with_a_hint(params string[] arguments)
        => (await CliRun.Of(arguments)).RequireUserError("See lvw", "--help");

    [Fact]
    public async Task A_run_that_is_not_there_and_pictures_that_were_moved_are_told()
    {
        using var folder = new TemporaryFolder();
        (await CliRun.Of("serve", folder.In("none"))).RequireUserError("there is no such run folder");
        (await CliRun.Of("serve", finished.Run, "--data", folder.Path)).RequireUserError("--data");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_process_with_success(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals on Windows.");
        Assert.SkipWhen(signal == "INT" && ChildProcess.InterruptsAreIgnored, "Whoever started these tests in the background made them and their children deaf to SIGINT.");
        using var process = new ChildProcess("serve", finished.Run, "--port", "0");
        Assert.True(await process.SaysAsync("Ctrl-C ends it."));
        process.Signal(signal);
        Assert.Equal(0, (await process.EndAsync()).Code);
    }

    [Fact]
    public async Task As_json_it_tells_the_address_in_one_document()
    {
        using var stop = new CancellationTokenSource();
        var data = new StringWriter();
        var messages = new FirstLine();
        Task<int> served = Cli.Lvw.RunAsync(["serve", finished.Run, "--port", "0", "--json"], new Cli.Output.Terminal(data, messages), stop.Token);
        await Task.WhenAny(served, messages.Line);
        await stop.CancelAsync();
        Assert.Equal(0, await served);
        Assert.StartsWith("http://127.0.0.1:", JsonSerializer.Deserialize<JsonElement>(data.ToString()).GetProperty("url").GetString());
    }
}

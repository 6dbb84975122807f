using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LVW.Native.Viewer.Tests.Browser;

/// <summary>
/// A headless Chromium, spoken to in its own DevTools protocol over a WebSocket: that needs no package and no other runtime, and a test says what it does in C#.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly TemporaryFolder profile = new();
    private Process? process;
    private DevTools? tools;

    internal DevTools Tools
    {
        get
        {
            Assert.SkipWhen(tools is null, "There is no chromium on the path (Debian: apt-get install chromium).");
            return tools;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path) return;
        var start = new ProcessStartInfo(path) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--force-prefers-reduced-motion", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        const string Listening = "DevTools listening on ";
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Listening, StringComparison.Ordinal)) continue;
            tools = await DevTools.ConnectAsync(new Uri(line[Listening.Length..]));
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        throw new InvalidOperationException($"{path}: it ended before it listened.");
    }

    /// <summary>Opens a page of a size on which everything odd is noted.</summary>
    internal async Task<BrowserPage> Open(ServedRun served, int width, bool dark = false)
    {
        JsonElement target = await Tools.Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonElement attached = await Tools.Send("Target.attachToTarget", new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true });
        var page = new BrowserPage(Tools, attached.GetProperty("sessionId").GetString()!, served.Origin);
        await page.Prepare(width, dark);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (tools is not null) await tools.DisposeAsync();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        profile.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

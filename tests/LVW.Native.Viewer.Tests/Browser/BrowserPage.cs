using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LVW.Native.Viewer.Tests.Browser;

/// <summary>A page as its user has it: keys, files, what is written there; and what must not happen on it.</summary>
internal sealed class BrowserPage
{
    private const int Height = 900;

    private readonly DevTools tools;
    private readonly string session;
    private readonly string origin;

    public BrowserPage(DevTools tools, string session, string origin)
    {
        (this.tools, this.session, this.origin) = (tools, session, origin);
        tools.Happened += Notice;
    }

    /// <summary>Errors on the console, breaches of the policy and requests that went elsewhere.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>Answers of the server that a test provokes, and that are therefore no faults.</summary>
    public bool ExpectsRefusals { get; set; }

    public async Task Prepare(int width, bool dark)
    {
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network", "DOM" }) await Send($"{domain}.enable");
        await Size(width, Height);
        await Send("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
    }

    /// <summary>Opens an address and waits until all of it is there.</summary>
    public async Task Go(string address)
    {
        await Send("Page.navigate", new JsonObject { ["url"] = origin + address });
        await Until($"location.href === {JsonSerializer.Serialize(origin + address)} && document.readyState === 'complete'");
    }

    /// <summary>What an expression of the page's script gives.</summary>
    public async Task<JsonElement> Value(string expression)
    {
        JsonElement answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement details), $"{expression}: {details}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async Task<string> Text(string expression) => (await Value(expression)).GetString() ?? "";

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            JsonElement answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
            if (answer.GetProperty("result").TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.True) return;
            await Task.Delay(50);
        }

        Assert.Fail($"It has not come about: {expression}. The page says: {await Text("document.body.innerText.slice(0, 2000)")}");
    }

    /// <summary>Presses a key.</summary>
    public async Task Press(string key, bool shift = false)
    {
        (string code, int number, string text) = key switch
        {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            " " => ("Space", 32, " "),
            _ => throw new ArgumentException($"There is no key {key} here."),
        };
        foreach (string kind in new[] { "keyDown", "keyUp" })
        {
            var stroke = new JsonObject { ["type"] = kind, ["key"] = key, ["code"] = code, ["windowsVirtualKeyCode"] = number, ["modifiers"] = shift ? 8 : 0 };
            if (kind == "keyDown" && text.Length > 0) stroke["text"] = text;
            await Send("Input.dispatchKeyEvent", stroke);
        }
    }

    /// <summary>Presses Tab until an element that a selector names has the focus.</summary>
    public async Task TabTo(string selector)
    {
        for (int i = 0; i < 400; i++)
        {
            if ((await Value($"document.activeElement.matches({JsonSerializer.Serialize(selector)})")).GetBoolean()) return;
            await Press("Tab");
        }

        Assert.Fail($"Tab does not lead to {selector}.");
    }

    /// <summary>Drops a file in the middle of an element.</summary>
    public async Task Drop(string selector, string file)
    {
        JsonElement at = await Value($"(() => {{ const r = document.querySelector({JsonSerializer.Serialize(selector)}).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        foreach (string kind in new[] { "dragEnter", "dragOver", "drop" })
        {
            await Send("Input.dispatchDragEvent", new JsonObject
            {
                ["type"] = kind,
                ["x"] = at[0].GetDouble(),
                ["y"] = at[1].GetDouble(),
                ["data"] = new JsonObject { ["items"] = new JsonArray(), ["files"] = new JsonArray(file), ["dragOperationsMask"] = 1 },
            });
        }
    }

    /// <summary>Gives a file to a field, as its dialogue does.</summary>
    public async Task Choose(string selector, string file)
    {
        JsonElement document = await Send("DOM.getDocument");
        JsonElement field = await Send("DOM.querySelector", new JsonObject { ["nodeId"] = document.GetProperty("root").GetProperty("nodeId").GetInt32(), ["selector"] = selector });
        await Send("DOM.setFileInputFiles", new JsonObject { ["nodeId"] = field.GetProperty("nodeId").GetInt32(), ["files"] = new JsonArray(file) });
    }

    /// <summary>Waits for all pictures, also those that would be loaded when they come into sight.</summary>
    public async Task Pictures()
    {
        await Value("document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager'; })");
        await Until("Array.from(document.images).every(image => image.complete)");
        Assert.Equal(0, (await Value("Array.from(document.images).filter(image => image.naturalWidth === 0).length")).GetInt32());
    }

    /// <summary>A picture of the whole page, below the build output.</summary>
    public async Task Shoot(string name, int width)
    {
        await Pictures();
        int height = Math.Min(6000, (await Value("document.documentElement.scrollHeight")).GetInt32());
        await Size(width, Math.Max(Height, height));
        JsonElement shot = await Send("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        await Size(width, Height);
        string folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), shot.GetProperty("data").GetBytesFromBase64());
    }

    private Task<JsonElement> Send(string method, JsonObject? parameters = null) => tools.Send(method, parameters, session);

    private Task<JsonElement> Size(int width, int height) => Send("Emulation.setDeviceMetricsOverride", new JsonObject
    {
        ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600,
    });

    private void Notice(string from, string name, JsonElement what)
    {
        if (from != session) return;
        switch (name)
        {
            case "Network.requestWillBeSent" when what.GetProperty("request").GetProperty("url").GetString() is { } url && !url.StartsWith(origin + "/", StringComparison.Ordinal) && url != "about:blank":
                Faults.Enqueue($"a request to {url}");
                break;
            case "Runtime.exceptionThrown":
                Faults.Enqueue(what.ToString());
                break;
            case "Runtime.consoleAPICalled" when what.GetProperty("type").GetString() is "error" or "warning":
                Faults.Enqueue(what.ToString());
                break;
            case "Log.entryAdded" when what.GetProperty("entry") is var entry && entry.GetProperty("level").GetString() is "error" or "warning":
                if (!(ExpectsRefusals && entry.GetProperty("source").GetString() == "network")) Faults.Enqueue(entry.ToString());
                break;
        }
    }
}

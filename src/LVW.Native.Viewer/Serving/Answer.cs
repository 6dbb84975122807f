using System.Reflection;
using System.Text.Json;
using LVW.Native.VisualWords.Explanation.Report;
using Microsoft.AspNetCore.Http;

namespace LVW.Native.Viewer.Serving;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    /// <summary>Marks a request whose picture is not to be kept by the browser.</summary>
    public static readonly object NotKept = new();

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Task Html(HttpContext context, string page, int status = StatusCodes.Status200OK) => Text(context, page, "text/html; charset=utf-8", status);

    public static Task Data(HttpContext context, object value, int status = StatusCodes.Status200OK)
        => Text(context, JsonSerializer.Serialize(value, Json), "application/json", status);

    /// <summary>A line that says what is wrong, for a script to show.</summary>
    public static Task Problem(HttpContext context, string line, int status) => Data(context, new { error = line }, status);

    public static Task Plain(HttpContext context, string line, int status) => Text(context, line + "\n", "text/plain; charset=utf-8", status);

    /// <summary>A picture, which browsers may keep for as long as the page is used: its address tells which start of the server made it.</summary>
    public static Task Picture(HttpContext context, ReportPicture? picture)
    {
        if (picture is null) return Plain(context, "There is no such picture.", StatusCodes.Status404NotFound);
        if (!context.Items.ContainsKey(NotKept)) context.Response.Headers.CacheControl = "private, max-age=3600";
        return Bytes(context, picture.Bytes, picture.MediaType);
    }

    /// <summary>A file that this assembly holds.</summary>
    public static async Task Asset(HttpContext context, string name, string type)
    {
        await using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}")!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        await Bytes(context, bytes.ToArray(), type);
    }

    public static async Task Text(HttpContext context, string text, string type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task Bytes(HttpContext context, byte[] bytes, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

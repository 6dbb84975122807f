using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace LVW.Native.Viewer.Serving;

/// <summary>What changes something, in memory: words left out, passes begun, pictures dropped in. All by POST, whose origin is checked before.</summary>
internal static class ChangeRoutes
{
    /// <summary>Bytes of a picture that may be dropped in.</summary>
    public const int LargestPicture = 32 << 20;

    private const int LargestForm = 1024;

    public static void Map(IEndpointRouteBuilder routes, ViewerState state)
    {
        routes.MapPost("/what-if", async context =>
        {
            Limit(context, LargestForm);
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form.ContainsKey("reset")) state.WhatIf.Reset();
            else if (form.TryGetValue("fit", out var fits)) state.WhatIf.Fit(fits == "1");
            else if (int.TryParse(form["word"], out int word)) state.WhatIf.Set(word, form["use"] == "1");
            await Answer.Data(context, new { leftOut = state.WhatIf.LeftOut });
        });
        routes.MapPost("/jobs", async context =>
        {
            Limit(context, LargestForm);
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (state.Find(form["set"].ToString()) is not { } scores)
            {
                await Answer.Problem(context, "set: there is no such set of pictures. Choose test or train.", StatusCodes.Status400BadRequest);
                return;
            }

            if (!scores.IsKnown) scores.Job.Start();
            await Answer.Data(context, Jobs(state));
        });
        routes.MapGet("/jobs", context => Answer.Data(context, Jobs(state)));
        routes.MapPost("/yours", context => Drop(context, state));
    }

    private static async Task Drop(HttpContext context, ViewerState state)
    {
        string name = DroppedPictures.NameOf(context.Request.Query["name"]);
        string tooLarge = $"{name}: pictures of up to {LargestPicture >> 20} MiB can be dropped in. Shrink it, or give it to lvw explain.";
        if (context.Request.ContentLength is > LargestPicture)
        {
            await Answer.Problem(context, tooLarge, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        using var bytes = new MemoryStream();
        try
        {
            Limit(context, LargestPicture);
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Answer.Problem(context, tooLarge, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        // Decoding takes memory and time: one at a time, with the pictures that are read.
        Subject subject = await state.Turn.Take(() => state.Dropped.Add(name, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), state.Run.Cache.Codecs), context.RequestAborted);
        await Answer.Data(context, new { address = $"/pictures/{subject.Path}" }, StatusCodes.Status201Created);
    }

    private static void Limit(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = bytes;
    }

    private static object Jobs(ViewerState state)
        => state.Jobs.Select(job => new { name = job.Name, done = job.Done, total = job.Total, state = job.State.ToString() });
}

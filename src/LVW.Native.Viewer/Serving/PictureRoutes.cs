using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.Viewer.Pages;
using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LVW.Native.Viewer.Serving;

/// <summary>The pictures of the pages. They are named by numbers, never by paths.</summary>
internal static class PictureRoutes
{
    public static void Map(IEndpointRouteBuilder routes, ViewerState state)
    {
        routes.MapGet("/images/words/{word:int}/patch", context => IsWord(state, context, out int word)
            ? Send(context, state.Files.Word(word, context.RequestAborted))
            : Answer.Picture(context, null));
        routes.MapGet("/images/words/{word:int}/near/{set}/{k:int}", context => IsWord(state, context, out int word)
            ? Send(context, state.Files.Near(word, Value(context, "set"), Number(context, "k"), context.RequestAborted))
            : Answer.Picture(context, null));
        Of("thumb", async (subject, _, cancellation) => await state.Files.Thumbnail(subject, cancellation));
        Of("view", async (subject, _, cancellation) => await state.Files.View(subject, cancellation));
        Of("attention", (subject, _, cancellation) => state.Files.BaseAttention(subject, cancellation));
        Of("words", (subject, context, cancellation) => UnderRule(state, subject, context, cancellation));
        Of("words/{word:int}", async (subject, context, cancellation) => IsWord(state, context, out int word) ? await state.Files.WordMap(subject, word, cancellation) : null);

        void Of(string name, Func<Subject, HttpContext, CancellationToken, Task<ReportPicture?>> make) => routes.MapGet($"/images/{{set}}/{{id}}/{name}", context =>
            state.Find(Value(context, "set"), Value(context, "id")) is { } subject
                ? Send(context, make(subject, context, context.RequestAborted))
                : Answer.Picture(context, null));
    }

    // Words may have been left out since the page was made: the picture must not be kept under the address of a rule that is not its own.
    private static async Task<ReportPicture?> UnderRule(ViewerState state, Subject subject, HttpContext context, CancellationToken cancellation)
    {
        DecisionRule rule = state.WhatIf.Current;
        if (context.Request.Query["v"] != Address.Mark(state, rule)) context.Items[Answer.NotKept] = true;
        return await state.Files.WordsAttention(subject, rule, cancellation);
    }

    private static async Task Send(HttpContext context, Task<ReportPicture?> picture) => await Answer.Picture(context, await picture);

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static int Number(HttpContext context, string name) => int.Parse(Value(context, name), System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsWord(ViewerState state, HttpContext context, out int word)
    {
        word = Number(context, "word");
        return word >= 0 && word < state.Words.Count;
    }
}

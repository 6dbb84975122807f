using LVW.Native.Viewer.Pages;
using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LVW.Native.Viewer.Serving;

/// <summary>The pages.</summary>
internal static class PageRoutes
{
    public static void Map(IEndpointRouteBuilder routes, ViewerState state)
    {
        routes.MapGet("/", context =>
        {
            context.Response.Redirect("/words");
            return Task.CompletedTask;
        });
        routes.MapGet("/words", context => Answer.Html(context, WordsPage.Render(state, WordsQuery.Of(context.Request.Query, state))));
        routes.MapGet("/words/{word:int}", async context =>
        {
            int word = int.Parse(Value(context, "word"), System.Globalization.CultureInfo.InvariantCulture);
            if (word < 0 || word >= state.Words.Count) await NotFound(context, state);
            else await Answer.Html(context, WordPage.Render(state, state.Words.Of(word), await state.Files.Box(word, context.RequestAborted)));
        });
        routes.MapGet("/pictures/{set}", context =>
        {
            string set = Value(context, "set");
            if (set == "yours") return Answer.Html(context, DropPage.Render(state));
            if (state.Find(set) is not { } scores) return NotFound(context, state);

            // What was right and wrong is what people come for; training pictures are read when they are asked for, and so are those of a pass that failed.
            if (set == "test" && !scores.IsKnown && scores.Job.State == JobState.Waiting) scores.Job.Start();
            return Answer.Html(context, PicturesPage.Render(state, scores, PicturesQuery.Of(context.Request.Query, state)));
        });
        routes.MapGet("/pictures/{set}/{id}", async context =>
        {
            if (state.Find(Value(context, "set"), Value(context, "id")) is not { } subject)
            {
                await NotFound(context, state);
                return;
            }

            ReadPicture read = await state.Explanations.Read(subject, context.RequestAborted);
            await Answer.Html(context, DecisionPage.Render(state, read));
        });
        routes.MapGet("/style.css", context => Answer.Text(context, Styling.All, "text/css; charset=utf-8"));
        routes.MapGet("/script.js", context => Answer.Asset(context, "script.js", "text/javascript; charset=utf-8"));
        routes.MapGet("/icon.svg", context => Answer.Asset(context, "icon.svg", "image/svg+xml"));
        routes.MapFallback(context => NotFound(context, state));
    }

    private static Task NotFound(HttpContext context, ViewerState state)
        => Answer.Html(context, ErrorPage.Render(state, "There is no such page", "It may be a picture that was dropped in before and is not kept any more."), StatusCodes.Status404NotFound);

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}

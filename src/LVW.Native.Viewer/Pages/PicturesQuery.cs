using System.Globalization;
using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Http;

namespace LVW.Native.Viewer.Pages;

/// <summary>Which pictures are shown; what cannot be understood counts as not given.</summary>
/// <param name="Class">Their class, or null.</param>
/// <param name="Predicted">The class that the words predict, or null.</param>
/// <param name="Result">all, right, wrong, differs (from the base model) or changed (by what is left out).</param>
/// <param name="Page">From 1.</param>
internal sealed record PicturesQuery(int? Class, int? Predicted, string Result, int Page)
{
    public static PicturesQuery Of(IQueryCollection query, ViewerState state)
    {
        int? Class(string name) => WordsQuery.Number(query, name) is { } c && c < state.Run.Classes ? c : null;
        return new PicturesQuery(
            Class("class"),
            Class("predicted"),
            query["result"] is ["right" or "wrong" or "differs" or "changed"] ? query["result"].ToString() : "all",
            Math.Max(1, WordsQuery.Number(query, "page") ?? 1));
    }

    /// <summary>The address of another page of the same list.</summary>
    public string OfPage(string set, int page)
        => string.Create(CultureInfo.InvariantCulture, $"/pictures/{set}?class={Class}&predicted={Predicted}&result={Result}&page={page}");

    /// <summary>The pictures that are meant; while predictions are not known, what asks for them is left aside.</summary>
    public List<int> Select(SetScores scores, SetPredictions? now, SetPredictions? kept) =>
    [
        .. Enumerable.Range(0, scores.Set.Pictures.Count).Where(n =>
        {
            int label = scores.Set.Pictures[n].ClassIndex;
            if (Class is { } c && label != c) return false;
            if (now is null || kept is null) return true;
            if (Predicted is { } p && now.Classes[n] != p) return false;
            return Result switch
            {
                "right" => now.Classes[n] == label,
                "wrong" => now.Classes[n] != label,
                "differs" => scores.BaseClasses.Length > 0 && now.Classes[n] != scores.BaseClasses[n],
                "changed" => now.Classes[n] != kept.Classes[n],
                _ => true,
            };
        }),
    ];
}

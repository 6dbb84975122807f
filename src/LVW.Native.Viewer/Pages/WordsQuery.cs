using System.Globalization;
using LVW.Native.Viewer.State;
using Microsoft.AspNetCore.Http;

namespace LVW.Native.Viewer.Pages;

/// <summary>Which words are shown, and in which order; what cannot be understood counts as not given.</summary>
/// <param name="Class">The class that they vote for most or are a patch of, or null.</param>
/// <param name="State">all, used or unused.</param>
/// <param name="Order">number, weight, shared or own.</param>
/// <param name="Page">From 1.</param>
internal sealed record WordsQuery(int? Class, string State, string Order, int Page)
{
    public static WordsQuery Of(IQueryCollection query, ViewerState state) => new(
        Number(query, "class") is { } c && c < state.Run.Classes ? c : null,
        query["state"] is ["used" or "unused"] ? query["state"].ToString() : "all",
        query["order"] is ["weight" or "shared" or "own"] ? query["order"].ToString() : "number",
        Math.Max(1, Number(query, "page") ?? 1));

    /// <summary>A number of a query, from 0; null where there is none.</summary>
    public static int? Number(IQueryCollection query, string name)
        => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The address of another page of the same list.</summary>
    public string OfPage(int page) => string.Create(CultureInfo.InvariantCulture, $"/words?class={Class}&state={State}&order={Order}&page={page}");

    /// <summary>The words that are meant, in order.</summary>
    public List<WordFacts> Select(IEnumerable<WordFacts> words)
    {
        IEnumerable<WordFacts> chosen = words
            .Where(word => State == "all" || word.IsUsed == (State == "used"))
            .Where(word => Class is not { } c || word.Source?.ClassIndex == c || (word.Weights.Length > 0 && word.Weights[c] > 0 && word.Weights[c] == word.Weights.Max()));
        return
        [
            .. Order switch
            {
                "weight" => chosen.OrderByDescending(word => word.Mass).ThenBy(word => word.Number),
                "shared" => chosen.OrderByDescending(word => word.Sharedness ?? -1).ThenBy(word => word.Number),
                "own" => chosen.OrderBy(word => word.Sharedness ?? 2).ThenBy(word => word.Number),
                _ => chosen.OrderBy(word => word.Number),
            },
        ];
    }
}

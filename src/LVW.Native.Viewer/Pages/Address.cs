using LVW.Native.VisualWords.Explanation.Report.Components;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pages;

/// <summary>Where pages and pictures are.</summary>
internal static class Address
{
    public static string Word(int word) => $"/words/{Show.Id(word)}";

    public static string Decision(Subject subject) => $"/pictures/{subject.Path}";

    public static string Decision(string set, int picture) => $"/pictures/{set}/{Show.Id(picture)}";

    public static string Patch(ViewerState state, int word) => $"/images/words/{Show.Id(word)}/patch?v={state.Token}";

    public static string Near(ViewerState state, int word, string set, int k) => $"/images/words/{Show.Id(word)}/near/{set}/{Show.Id(k)}?v={state.Token}";

    public static string Thumbnail(ViewerState state, string set, int picture) => $"/images/{set}/{Show.Id(picture)}/thumb?v={state.Token}";

    public static string Picture(ViewerState state, Subject subject, string kind) => $"/images/{subject.Path}/{kind}?v={state.Token}";

    /// <summary>A picture that is another one under each rule.</summary>
    public static string UnderRule(ViewerState state, Subject subject, string kind) => $"/images/{subject.Path}/{kind}?v={Mark(state, state.WhatIf.Current)}";

    /// <summary>Tells a rule of this start from all others.</summary>
    public static string Mark(ViewerState state, DecisionRule rule) => $"{state.Token}-{Show.Id(rule.Version)}";
}

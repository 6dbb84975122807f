namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Tables of methods.</summary>
internal static partial class Styles
{
    private const string Comparison = """

        .comparison { width: 100%; font-size: var(--small); margin-top: 1.25rem; }
        .comparison th, .comparison td { padding: .4rem 0 .4rem 1.25rem; border-top: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
        .comparison th:first-child { padding-left: 0; font-weight: 600; }
        .comparison thead th { border-top: 0; color: var(--soft); font-weight: 400; white-space: normal; vertical-align: bottom; }
        .comparison thead small { display: block; font-size: var(--tiny); }
        .comparison .marked { color: var(--words); font-weight: 600; }
        .meanings { display: grid; grid-template-columns: minmax(8rem, auto) minmax(0, 1fr); gap: .375rem 1.5rem; font-size: var(--small); max-width: 62rem; margin-top: .75rem; }
        .meanings dt { font-weight: 600; }
        .meanings dd { color: var(--soft); }

        """;
}

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The word sheet.</summary>
internal static partial class Styles
{
    private const string Words = """

        .tools { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin-bottom: 1rem; font-size: var(--small); color: var(--soft); }
        .tools select, .tools input { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px;
          padding: .3rem .5rem; max-width: 10rem; min-height: 2.125rem; }
        .tools output { margin-left: auto; }
        .sheet { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(12.75rem, 1fr)); grid-auto-flow: dense; align-items: start; }
        .word { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .7rem; box-shadow: var(--shade);
          content-visibility: auto; contain-intrinsic-size: auto 15rem; min-width: 0; }
        .word:target { border-color: var(--words); box-shadow: 0 0 0 2px color-mix(in srgb, var(--words) 35%, transparent); }
        .word:has(details[open]) { grid-column: span 2; }
        .word header { display: flex; align-items: baseline; gap: .1rem .45rem; margin-bottom: .5rem; }
        .word h3 { font-size: .875rem; }
        .word .class { font-size: var(--tiny); color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 1; min-width: 0; }
        .word h3 { white-space: nowrap; }
        .word .badge { flex: none; }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 5px; max-width: 19rem; align-items: start; }
        .word.dead .pair { opacity: .72; }
        .meters { margin-top: .55rem; font-size: var(--tiny); }
        .meters div, .meters dd { display: flex; align-items: center; gap: .5rem; }
        .meters dt { color: var(--soft); flex: 0 0 2.75rem; }
        .meters dd { flex: 1; text-align: right; }
        .meters .meter { flex: 1; }
        .strip { display: grid; grid-template-columns: repeat(5, 1fr); gap: 3px; margin-top: .5rem; max-width: 19rem; }
        .strip .pic { border-radius: 3px; }
        .word:has(details[open]) .strip { display: none; }
        .word details { margin-top: .5rem; }
        summary { font-size: var(--tiny); color: var(--soft); cursor: pointer; padding: .2rem 0; }
        summary:hover { color: var(--ink); }
        .neighbours { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 6px; }
        .neighbours figcaption { font-size: .65625rem; line-height: 1.3; margin-top: .2rem; }
        .neighbours figcaption span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .neighbours small { color: var(--soft); font-size: inherit; }
        .histogram { display: flex; align-items: flex-end; gap: 2px; height: 2.75rem; border-bottom: 1px solid var(--line); }
        .histogram span { flex: 1; height: 100%; display: flex; align-items: flex-end; max-width: 1.25rem; }
        .histogram i { display: block; width: 100%; background: var(--words); border-radius: 1.5px 1.5px 0 0; }
        .histogram + .note { margin-top: .3rem; }
        .facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .15rem .75rem; font-size: var(--tiny); margin-top: .75rem; }
        .facts dt { color: var(--soft); }
        .facts dd { overflow-wrap: anywhere; }

        """;
}

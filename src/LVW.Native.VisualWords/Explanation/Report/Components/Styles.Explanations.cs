namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Local explanations.</summary>
internal static partial class Styles
{
    private const string Explanations = """

        .group { font: 600 1.125rem/1.3 var(--serif); margin: 2rem 0 .75rem; }
        .intro + .group { margin-top: 0; }
        .explanation { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: clamp(.875rem, 2.2vw, 1.5rem); box-shadow: var(--shade); }
        .explanation + .explanation { margin-top: 1rem; }
        .explanation > header { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem 1.5rem; align-items: end; margin-bottom: 1.1rem; }
        .explanation h3 { font: 600 1.375rem/1.2 var(--serif); letter-spacing: -.01em; }
        .explanation .name { font-size: var(--tiny); color: var(--soft); grid-row: 2; overflow-wrap: anywhere; }
        .answers { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; grid-row: 1 / 3; grid-column: 2; font-size: .875rem; }
        .answers dt { font-size: var(--tiny); color: var(--soft); }
        .answers dd { font-weight: 600; line-height: 1.3; }
        .answers dd span { font-weight: 400; color: var(--soft); }
        .answers .words dt { color: var(--words); }
        .answers .base dt { color: var(--base); }
        .warning { grid-column: 1 / -1; margin-top: .75rem; padding: .5rem .75rem; font-size: var(--small); background: var(--notice);
          border-left: 3px solid var(--base); border-radius: 0 5px 5px 0; }
        .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem 2.25rem; align-items: start; }
        .look { position: sticky; top: 4rem; }
        .views { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem; }
        .views figcaption { font-size: var(--tiny); color: var(--soft); line-height: 1.3; margin-top: .3rem; padding-top: .3rem; border-top: 2px solid var(--line); }
        .views .base figcaption { border-color: var(--base); }
        .views .words figcaption { border-color: var(--words); }
        .overlap { margin-top: 1.1rem; font-size: var(--small); }
        .overlap p { margin-bottom: .5rem; display: flex; justify-content: space-between; }
        .classes { width: 100%; margin-top: 1.1rem; font-size: var(--small); }
        .classes th, .classes td { padding: .12rem 0; }
        .classes th { padding-right: .75rem; max-width: 10rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .classes .bar { width: 60%; }
        .classes .n { padding-left: .75rem; white-space: nowrap; }
        .classes .truth th { font-weight: 600; }
        .classes .truth th::after { content: " ✓"; color: var(--good); }

        .contributions { width: 100%; font-size: var(--small); line-height: 1.3; }
        .contributions thead th { font-size: var(--tiny); color: var(--soft); padding-bottom: .3rem; }
        .contributions tbody tr, .contributions tfoot tr { border-top: 1px solid var(--line); }
        .contributions tbody th, .contributions td, .contributions tfoot th { padding: .35rem 0 .35rem .6rem; vertical-align: middle; }
        .contributions tr > :first-child { padding-left: 0; }
        .contributions .here { width: 4.85rem; }
        .contributions .here .pic { width: 4.25rem; }
        .contributions .n:last-child { width: 31%; padding-left: 1rem; }
        .contributions td.n { white-space: nowrap; }
        .ref { display: flex; align-items: center; gap: .6rem; text-decoration: none; }
        .ref .pic { width: 4.25rem; flex: none; }
        .who b { display: block; font-weight: 600; white-space: nowrap; }
        .who small { color: var(--soft); font-size: var(--tiny); overflow-wrap: anywhere; }
        .ref:hover b { text-decoration: underline; }
        .cbar { display: block; position: relative; height: 5px; margin-top: .25rem; border-radius: 3px; background: var(--sunk); overflow: hidden; }
        .cbar span { position: absolute; inset-block: 0; left: 0; width: calc(var(--l) * 100%); background: var(--words); border-radius: 3px; }
        .signed .cbar span { left: 50%; width: calc(var(--l) * 50%); border-radius: 0 3px 3px 0; }
        .signed .cbar.minus span { left: auto; right: 50%; background: var(--bad); border-radius: 3px 0 0 3px; }
        .contributions .other { color: var(--soft); }
        .contributions .total { font-weight: 600; border-top: 2px solid var(--ink); font-size: .9375rem; }
        .contributions .total small { font-weight: 400; color: var(--soft); font-size: var(--tiny); margin-left: .35rem; }

        """;
}

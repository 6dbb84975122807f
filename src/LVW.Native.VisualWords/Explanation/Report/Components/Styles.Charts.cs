namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Charts and confusion matrix, narrow screens, print.</summary>
internal static partial class Styles
{
    private const string Charts = """

        .charts { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); margin-top: 1rem; }
        .chart { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1rem .875rem; box-shadow: var(--shade); }
        .chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; margin-bottom: .25rem; }
        .chart figcaption span { font-size: var(--tiny); color: var(--soft); }
        .chart svg { display: block; width: 100%; height: auto; overflow: visible; font: 11.5px var(--sans); }
        .chart text { fill: var(--soft); }
        .chart .grid { stroke: var(--line); stroke-width: 1; }
        .chart .axis, .chart .tick { stroke: var(--ref); stroke-width: 1; }
        .chart line.phase { stroke: var(--ref); stroke-width: 1; stroke-dasharray: 2 3; }
        .chart text.phase { font-size: 10.5px; }
        .chart .lead { stroke: var(--ref); stroke-width: .75; fill: none; opacity: .7; }
        .chart .end { font-weight: 600; fill: var(--c); }
        .chart .end.s-ref { fill: var(--soft); }
        .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .line.s-ref { stroke-dasharray: 5 4; stroke-width: 1.5; }
        .dot { fill: var(--c); }
        .s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); } .s4 { --c: var(--s4); } .s5 { --c: var(--s5); }
        .s-words { --c: var(--words); } .s-base { --c: var(--base); } .s-ref { --c: var(--ref); }
        .legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; font-size: var(--tiny); color: var(--soft); margin-top: .5rem; }
        .legend b { color: var(--ink); font-weight: 600; }
        .swatch { display: inline-block; width: .9rem; height: 3px; border-radius: 2px; background: var(--c); vertical-align: .22em; margin-right: .4rem; }
        .swatch.s-ref { background: repeating-linear-gradient(90deg, var(--c) 0 4px, transparent 4px 6px); }
        .chart .note { margin-top: .5rem; }

        .confusion { display: grid; grid-template-columns: minmax(0, auto) minmax(13rem, 1fr); gap: 1.5rem 2.5rem; align-items: start; }
        .confusion:has(.dense) { grid-template-columns: minmax(0, 1fr); }
        .scroll { overflow-x: auto; padding-bottom: .5rem; }
        .matrix { font-size: var(--tiny); line-height: 1; border-collapse: separate; border-spacing: 1.5px; --cell: 2rem; }
        .matrix.dense { --cell: 1.4rem; font-size: .65625rem; }
        .matrix th { color: var(--soft); white-space: nowrap; }
        .matrix thead th { height: 7rem; vertical-align: bottom; padding-bottom: .25rem; width: var(--cell); min-width: var(--cell); }
        .matrix thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 7.5rem; overflow: hidden; text-overflow: ellipsis; display: block;
          margin: 0 auto; line-height: 1.1; }
        .matrix tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); text-align: right; padding-right: .5rem; max-width: 9rem; overflow: hidden;
          text-overflow: ellipsis; line-height: 1.3; }
        .matrix td { height: var(--cell); text-align: center; border-radius: 3px; background: var(--sunk); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .matrix thead td { background: none; position: sticky; left: 0; }
        .matrix .hit[style] { background: rgb(var(--hit) / var(--v)); }
        .matrix .miss { background: rgb(var(--miss) / calc(var(--v) * 1.35)); }
        .matrix .hit:not([style]) { box-shadow: inset 0 0 0 1px rgb(var(--hit) / .5); }
        .matrix .strong { color: var(--on-strong); }
        .matrix td.right { background: none; padding-left: .5rem; text-align: right; white-space: nowrap; color: var(--soft); }
        .worst ol { list-style: none; padding: 0; margin-top: .5rem; font-size: .875rem; }
        .worst li { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); padding: .3rem 0; border-top: 1px solid var(--line); }

        """;

    private const string Media = """

        @media (max-width: 62rem) {
          .tiles.lead { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .band { width: auto; grid-template-columns: repeat(12, 1fr); margin-top: 1.75rem; }
          .title { grid-template-columns: minmax(0, 1fr); }
          .columns, .guide, .settings, .confusion { grid-template-columns: minmax(0, 1fr); }
          .band a:nth-child(n+25) { display: none; }
          .overlap, .classes { max-width: 34rem; }
          .look { position: static; }
        }
        @media (max-width: 40rem) {
          .band { grid-template-columns: repeat(8, 1fr); margin-top: 1.25rem; }
          .band a:nth-child(n+17) { display: none; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .tiles.lead { grid-template-columns: minmax(0, 1fr); }
          .tiles:not(.lead) .tile:last-child:nth-child(odd) { grid-column: 1 / -1; }
          .explanation { margin-inline: calc(-.25 * var(--edge)); }
          .explanation > header { grid-template-columns: minmax(0, 1fr); }
          .explanation .answers { grid-row: auto; grid-column: 1; margin-top: .6rem; justify-content: space-between; gap: .35rem .75rem; font-size: var(--small); }
          .sheet { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; }
          .word { padding: .5rem; }
          .word header { flex-wrap: wrap; }
          .word .class { flex: 0 1 auto; max-width: 100%; }
          .neighbours { gap: 4px; }
          .chart svg { font-size: 14px; }
          .chart .end, .chart text.phase { font-size: 12px; }
          h2 small { margin-left: 0; display: block; margin-top: .25rem; }
          .glossary { grid-template-columns: minmax(0, 1fr); gap: 0; }
          .glossary dd { margin-bottom: .75rem; }
          .tools output { margin-left: 0; }
          .matrix { --cell: 1.5rem; }
          .matrix tbody th { max-width: 6rem; }
          .contributions .here, .ref .pic, .contributions .here .pic { width: 3rem; }
          .ref { flex-direction: column; align-items: flex-start; gap: .2rem; }
          .contributions tbody th, .contributions td, .contributions tfoot th { vertical-align: top; }
          .contributions .n:last-child { width: 27%; padding-left: .6rem; }
          .who b { font-size: var(--tiny); }
          .total small { display: block; margin-left: 0 !important; }
        }
        @media print {
          :root { --paper: #fff; --shade: none; }
          html { font-size: 75%; }
          h2, h3, .intro, .group { break-after: avoid; }
          .intro, .pairs tr, .guide li { break-inside: avoid; }
          main > section { padding-top: 2rem; }
          .tiles.lead { grid-template-columns: repeat(4, minmax(0, 1fr)); }
          .tiles { grid-template-columns: repeat(5, minmax(0, 1fr)); }
          .columns, .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .ref .pic, .contributions .here .pic { width: 3rem; }
          .look { position: static; }
          .links, .tools, .skip, summary { display: none !important; }
          .word, .explanation, .tile, .chart, .confusion { break-inside: avoid; content-visibility: visible; }
          .sheet { grid-template-columns: repeat(4, 1fr); }
          .mark, .fill, .meter, .meter span, .cbar, .cbar span, .histogram i, .stack span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}

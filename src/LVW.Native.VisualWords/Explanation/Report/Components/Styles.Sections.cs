namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Title block, links, tiles, guide and settings.</summary>
internal static partial class Styles
{
    private const string Sections = """

        .title { padding-top: clamp(1.75rem, 5vw, 3.5rem); display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 clamp(1.5rem, 5vw, 4.5rem); align-items: start; }
        .run { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-top: .875rem; font-size: var(--small); }
        .run div { display: flex; gap: .4rem; }
        .run dt { color: var(--soft); }
        .verdict { font: 400 clamp(1.0625rem, 1rem + .5vw, 1.3125rem)/1.5 var(--serif); max-width: 60ch; margin-top: 1.75rem; color: var(--soft); text-wrap: pretty; }
        .verdict strong { font-weight: 600; color: var(--ink); }
        .notices { margin-top: 1.5rem; padding: .75rem 1rem; border-left: 3px solid var(--base); background: var(--notice); border-radius: 0 6px 6px 0;
          font-size: .875rem; max-width: 48rem; }
        .notices li + li { margin-top: .375rem; }
        .band { display: grid; grid-template-columns: repeat(5, 1fr); gap: 5px; width: 22.5rem; margin-top: .4rem; }
        .band a:hover .pic, .band a:focus-visible .pic { filter: brightness(1.12); }
        .links { position: sticky; top: 0; z-index: 2; margin-top: 1.75rem; background: color-mix(in srgb, var(--paper) 92%, transparent);
          backdrop-filter: blur(8px); -webkit-backdrop-filter: blur(8px); border-block: 1px solid var(--line); }
        .links ul { display: flex; gap: 1.5rem; max-width: 76rem; margin: 0 auto; padding-inline: var(--edge); overflow-x: auto; scrollbar-width: none; }
        .links a { display: block; padding: .7rem 0; font-size: .875rem; text-decoration: none; color: var(--soft); white-space: nowrap; }
        .links a:hover { color: var(--ink); }

        .quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        #summary { padding-top: 2rem; }
        .tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr)); }
        .tiles.lead { grid-template-columns: repeat(auto-fit, minmax(min(100%, 15.5rem), 1fr)); margin-bottom: .75rem; }
        .tiles:empty { display: none; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem 1rem; box-shadow: var(--shade); }
        .tile h3 { font-size: var(--small); font-weight: 500; color: var(--soft); }
        .number { font: 600 1.375rem/1.2 var(--sans); letter-spacing: -.015em; margin: .2rem 0 .55rem; }
        .lead .number { font-size: 2.125rem; letter-spacing: -.03em; line-height: 1.1; margin-bottom: .7rem; }
        .number span { font-size: .875rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }
        .tile .note { margin-top: .5rem; }
        .bullet { position: relative; height: 8px; border-radius: 4px; background: var(--sunk); }
        .bullet .fill { display: block; height: 100%; border-radius: 4px; background: var(--words); }
        .bullet.base .fill { background: var(--base); }
        .bullet.bad .fill { background: var(--bad); }
        .mark { background: var(--ink); }
        .bullet .mark { position: absolute; top: -4px; height: 16px; width: 2px; margin-left: -1px; box-shadow: 0 0 0 1px var(--card); }
        .mark.base { background: var(--base); }
        .mark.chance { background: var(--ref); }
        .mark.before { background: var(--s2); }
        .marks { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin-top: .5rem; font-size: var(--tiny); color: var(--soft); }
        .marks .mark { display: inline-block; width: 2px; height: .75em; margin-right: .4em; vertical-align: -.05em; }
        .stack { display: flex; height: 8px; gap: 2px; border-radius: 4px; overflow: hidden; }
        .stack span { background: var(--words); min-width: 1px; }
        .stack span:nth-child(even) { background: color-mix(in srgb, var(--words) 55%, var(--card)); }

        .guide { display: grid; gap: 1.5rem 3rem; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); }
        .guide ol { padding-left: 1.25rem; }
        .guide ol li { margin-bottom: .75rem; padding-left: .25rem; max-width: 56ch; }
        .guide ol li::marker { color: var(--soft); }
        .glossary { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .5rem 1rem; font-size: .875rem; align-content: start; }
        .glossary dt { font-weight: 600; }
        .glossary dd { color: var(--soft); }
        .settings { display: grid; gap: 1.5rem 3rem; grid-template-columns: minmax(0, 6fr) minmax(0, 5fr); align-items: start; }
        .pairs { width: 100%; font-size: var(--small); }
        .pairs th, .pairs td { padding: .3rem 0; border-top: 1px solid var(--line); vertical-align: top; }
        .pairs th { color: var(--soft); padding-right: 1rem; }
        .pairs td { text-align: right; overflow-wrap: anywhere; }

        """;
}

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The page's styles; each part stands in a file of its own, in the order of the page.</summary>
internal static partial class Styles
{
    // No '<' and no '&': the page stays well-formed XML.
    public const string All = Foundation + Sections + Words + Explanations + Charts + Comparison + Media;

    private const string Foundation = """

        :root {
          color-scheme: light dark;
          --paper: #f8f7f4; --card: #fff; --ink: #1b1d20; --soft: #5d6269; --line: #e2dfd7; --sunk: #efede7;
          --words: #0b6e6e; --base: #b0640a; --ref: #80858c; --bad: #b2331d; --good: #24734a;
          --hit: 11 110 110; --miss: 190 66 32; --on-strong: #fff; --notice: #fdf3dc; --shade: 0 1px 2px rgb(30 28 20 / .06);
          --s0: #0b6e6e; --s1: #b0640a; --s2: #4a55b8; --s3: #a83a78; --s4: #5a7a17; --s5: #6c7178;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
          --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Liberation Serif", serif;
          --small: .8125rem; --tiny: .71875rem; --edge: clamp(1rem, 4vw, 2.5rem);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #131416; --card: #1b1d20; --ink: #e8e6e1; --soft: #a2a6ac; --line: #2f3237; --sunk: #26292d;
            --words: #58c3bd; --base: #e5a253; --ref: #8b9097; --bad: #f08a72; --good: #7ac598;
            --hit: 70 180 174; --miss: 240 120 84; --on-strong: #0d1a1a; --notice: #2c2616; --shade: none;
            --s0: #58c3bd; --s1: #e5a253; --s2: #93a0f2; --s3: #e489b9; --s4: #abc766; --s5: #9da2a9;
          }
        }
        * { box-sizing: border-box; }
        html { font: 100%/1.5 var(--sans); color: var(--ink); background: var(--paper); scroll-padding-top: 4rem;
          -webkit-text-size-adjust: 100%; text-size-adjust: 100%; font-variant-numeric: tabular-nums; }
        body { margin: 0; overflow-wrap: break-word; }
        h1, h2, h3, h4, p, ul, ol, dl, dd, figure, table { margin: 0; padding: 0; }
        ul { list-style: none; }
        a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .18em; }
        a:hover { text-decoration-color: currentColor; }
        :focus-visible { outline: 2px solid var(--words); outline-offset: 2px; border-radius: 3px; }
        h1 { font: 600 clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem)/1.12 var(--serif); letter-spacing: -.015em; text-wrap: balance; }
        h2 { font: 600 1.625rem/1.2 var(--serif); letter-spacing: -.01em; margin-bottom: .375rem; }
        h2 small { font: 400 var(--small)/1.4 var(--sans); letter-spacing: 0; color: var(--soft); margin-left: .5rem; white-space: nowrap; }
        h3 { font-size: 1rem; font-weight: 600; line-height: 1.3; }
        h4 { font-size: var(--tiny); font-weight: 600; color: var(--soft); margin: .875rem 0 .375rem; }
        table { border-collapse: collapse; }
        caption { text-align: left; font-size: var(--small); font-weight: 600; padding-bottom: .375rem; }
        th { font-weight: inherit; text-align: left; }
        .n { text-align: right; }
        .note { font-size: var(--tiny); color: var(--soft); line-height: 1.4; }
        .bad.note { color: var(--bad); }
        .intro { max-width: 62ch; color: var(--soft); margin-bottom: 1.25rem; }
        [hidden] { display: none !important; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: var(--edge); top: .5rem; background: var(--card); padding: .5rem .75rem; z-index: 3; }
        body > header, main, footer { max-width: 76rem; margin: 0 auto; padding-inline: var(--edge); }
        main > section { padding-top: clamp(2.5rem, 5vw, 4rem); }
        footer { padding-block: 4rem 2rem; font-size: var(--tiny); color: var(--soft); }

        .pic { position: relative; display: block; overflow: hidden; border-radius: 4px; background-color: var(--sunk);
          background-size: 100% 100%; background-repeat: no-repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .pic img { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
        .box { position: absolute; border: 1.5px solid #fff; border-radius: 2px; box-shadow: 0 0 0 1px rgb(0 0 0 / .65), inset 0 0 0 1px rgb(0 0 0 / .4); }
        .badge { display: inline-block; font: 600 var(--tiny)/1 var(--sans); letter-spacing: 0; padding: .2rem .4rem .22rem; border-radius: 99px;
          color: var(--soft); background: var(--sunk); text-decoration: none; vertical-align: .12em; white-space: nowrap; }
        .badge.good { color: var(--good); background: color-mix(in srgb, var(--good) 13%, transparent); }
        .badge.bad { color: var(--bad); background: color-mix(in srgb, var(--bad) 13%, transparent); }
        .meter { display: block; height: 5px; border-radius: 3px; background: var(--sunk); overflow: hidden; }
        .meter > span { display: block; height: 100%; border-radius: 3px; background: var(--words); }

        """;
}

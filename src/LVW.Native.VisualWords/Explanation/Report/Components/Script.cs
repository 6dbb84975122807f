namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The page's only script: order and choice of words; without it all words stand there as numbered.</summary>
internal static class Script
{
    // No '<' and no '&': the page stays well-formed XML.
    public const string WordTools = """

        (function () {
          const tools = document.getElementById("tools"), cards = document.getElementById("cards");
          if (!tools) return;
          const get = id => document.getElementById(id), all = Array.from(cards.children);
          const keys = {
            index: card => Number(card.dataset.index), mass: card => -Number(card.dataset.mass),
            shared: card => -Number(card.dataset.shared), own: card => Number(card.dataset.shared)
          };
          function update() {
            const key = keys[get("order").value], kind = get("kind").value, name = get("class").value.trim().toLowerCase();
            let shown = 0;
            for (const card of all.sort((a, b) => key(a) - key(b) || keys.index(a) - keys.index(b))) {
              const ofKind = kind === "" || card.dataset.kind.split(" ").includes(kind);
              card.hidden = !ofKind || !card.dataset.class.toLowerCase().includes(name);
              shown += card.hidden ? 0 : 1;
              cards.append(card);
            }
            get("shown").textContent = shown + " of " + all.length;
          }
          function reveal() {
            const card = document.getElementById(location.hash.slice(1));
            if (!card || !card.hidden) return;
            get("kind").value = ""; get("class").value = ""; update(); card.scrollIntoView();
          }
          tools.hidden = false;
          update();
          tools.addEventListener("input", update);
          tools.addEventListener("submit", event => event.preventDefault());
          window.addEventListener("hashchange", reveal);
        })();

        """;
}

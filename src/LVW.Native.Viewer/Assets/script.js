// Leaves words out, shows passes as they go, takes pictures in. Pages are made by the server; this only asks for them again.
"use strict";
(function () {
  const get = id => document.getElementById(id);
  const say = text => { get("said").textContent = ""; get("said").textContent = text; };
  const complain = text => { get("problem").textContent = text; };
  let queue = Promise.resolve();

  // The page as it is now takes the place of what is shown; focus and what is unfolded stay.
  async function refresh(focus) {
    const answer = await fetch(location.href, { cache: "no-store" });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const unfolded = Array.from(document.querySelectorAll("details[id][open]"), one => one.id);
    for (const id of ["what-if", "live"]) {
      const fresh = next.getElementById(id);
      if (fresh) get(id).replaceWith(document.adoptNode(fresh));
    }
    for (const id of unfolded) if (get(id)) get(id).open = true;
    document.title = next.title;
    if (focus) (get(focus) ?? get("content")).focus({ preventScroll: true });
    say(get("live").dataset.said);
    watch();
  }

  async function post(address, body) {
    complain("");
    const answer = await fetch(address, { method: "POST", body });
    if (answer.ok) return answer.json();
    const text = await answer.text();
    let line = text.trim();
    try { line = JSON.parse(text).error; } catch { /* a plain line */ }
    throw new Error(line);
  }

  function change(address, body, focus) {
    queue = queue.then(() => post(address, new URLSearchParams(body))).then(() => refresh(focus)).catch(async error => {
      await refresh(focus).catch(() => {});
      complain(error.message);
    });
  }

  document.addEventListener("change", event => {
    const box = event.target;
    if (box.dataset.word) change("/what-if", { word: box.dataset.word, use: box.checked ? "1" : "0" }, box.id);
    else if (box.dataset.fit) change("/what-if", { fit: box.checked ? "1" : "0" }, box.id);
    else if (box.id === "file" && box.files.length > 0) take(box.files[0]);
  });
  document.addEventListener("click", event => {
    const button = event.target.closest("button[data-post]");
    if (button) change(button.dataset.post, button.dataset.body, button.id || "content");
  });

  let watching = 0;
  function watch() {
    clearTimeout(watching);
    if (document.querySelector("[data-job]")) watching = setTimeout(look, 500);
  }

  async function look() {
    try {
      const jobs = await (await fetch("/jobs")).json();
      for (const shown of document.querySelectorAll("[data-job]")) {
        const job = jobs.find(one => one.name === shown.dataset.job);
        if (!job) continue;
        if (job.state !== "Running") return void refresh();
        shown.querySelector("progress").value = job.done;
        shown.querySelector(".count").textContent = " " + job.done + " of " + job.total;
      }
    } catch { /* the viewer has ended, or will answer later */ }
    watch();
  }

  async function take(file) {
    const drop = get("drop"), limit = Number(drop.dataset.limit);
    try {
      if (file.size > limit) throw new Error(file.name + ": pictures of up to " + limit / 1048576 + " MiB can be dropped in. Shrink it, or give it to lvw explain.");
      say("Reading " + file.name);
      drop.classList.add("busy");
      const taken = await post("/yours?name=" + encodeURIComponent(file.name), file);
      location.assign(taken.address);
    } catch (error) {
      drop.classList.remove("busy");
      get("file").value = "";
      say("");
      complain(error.message);
    }
  }

  // A picture that misses the zone must not replace the page.
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, event => {
      if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
      event.preventDefault();
      const zone = get("drop");
      if (!zone) return;
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length > 0) take(event.dataTransfer.files[0]);
    });
  }

  watch();
})();

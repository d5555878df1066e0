// Polling with ETags: asks "anything new?", takes 304 for no, and says so when the line is broken.
// Other files listen for the event "live:fresh" on the polling element; detail.html is the answer.
"use strict";
(() => {
  const tags = new WeakMap();
  const status = () => document.querySelector("[data-live-status]");
  let failures = 0;

  const tell = (words, link) => {
    const box = status();
    if (!box) return;
    box.hidden = !words;
    box.textContent = words || "";
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = location.href;
      anchor.textContent = " " + link;
      box.append(anchor);
    }
  };
  const failed = () => {
    failures += 1;
    if (failures >= 2) tell("Sambungan terputus. Yang tampil mungkin bukan yang terbaru; dicoba lagi dengan sendirinya.");
  };

  const poller = (event) => (event.detail.elt?.dataset?.poll ? event.detail.elt : null);
  document.addEventListener("htmx:configRequest", (event) => {
    const element = poller(event);
    if (!element) return;
    if (document.hidden) { event.preventDefault(); return; }
    const tag = tags.get(element);
    if (tag) event.detail.headers["If-None-Match"] = tag;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const element = poller(event);
    const answer = event.detail.xhr;
    if (!element || !answer) return;
    if (answer.status === 401) { tell("Sesi Anda berakhir.", "Masuk lagi"); return; }
    if (answer.status !== 200 && answer.status !== 304) { if (answer.status) failed(); return; }
    failures = 0;
    tell("");
    if (answer.status === 304) return;
    tags.set(element, answer.getResponseHeader("ETag"));
    element.dispatchEvent(new CustomEvent("live:fresh", { bubbles: true, detail: { html: answer.responseText } }));
  });
  document.addEventListener("htmx:sendError", (event) => { if (poller(event)) failed(); });
  document.addEventListener("htmx:timeout", (event) => { if (poller(event)) failed(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !window.htmx) return;
    for (const element of document.querySelectorAll("[data-poll]")) window.htmx.trigger(element, "poll-now");
  });
})();

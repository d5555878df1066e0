// On a wide screen the queue stands beside the ticket: the list that one came from, kept fresh.
"use strict";
(() => {
  const EVERY = 10000;
  const box = document.getElementById("beside");
  const wide = matchMedia("(min-width: 1280px)");
  if (!box) return;
  const query = sessionStorage.getItem("queue-query") || "";
  const here = location.pathname.split("/").slice(0, 3).join("/") + "/";
  const rows = box.querySelector("[data-rows]");
  let tag = "";

  const link = (row) => row.querySelector("a");
  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelectorAll('[data-part="rows"] [data-key]');
    const focused = rows.contains(document.activeElement) && document.activeElement.closest("[data-key]").dataset.key;
    const top = rows.scrollTop;
    const first = !rows.children.length;
    rows.replaceChildren(...[...fresh].map((row) => document.adoptNode(row)));
    for (const row of rows.children) {
      row.removeAttribute("id");
      if (link(row).getAttribute("href") === here) {
        row.classList.add("row--current");
        link(row).setAttribute("aria-current", "page");
      }
      if (row.dataset.key === focused) link(row).focus({ preventScroll: true });
    }
    rows.scrollTop = top;
    if (first) rows.querySelector(".row--current")?.scrollIntoView({ block: "nearest" });
    window.tickClocks?.();
  };
  const giveRoomBack = () => {
    box.hidden = true;
    box.closest(".case-page").classList.remove("case-page--beside");
  };
  const load = async () => {
    if (!wide.matches || document.hidden || box.hidden) return;
    try {
      const headers = { ...window.pageMarks(), ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(`${box.dataset.url}${query}`, { headers, cache: "no-store" });
      if (answer.status === 403 || answer.status === 404) giveRoomBack();
      if (answer.status !== 200) return;
      tag = answer.headers.get("ETag") || "";
      show(await answer.text());
    } catch {
      /* live.js tells of a broken line */
    }
  };
  box.querySelector("[data-back]").search = query;
  load();
  setInterval(load, EVERY);
  wide.addEventListener("change", load);
  document.addEventListener("visibilitychange", load);

  // J and K (with shift): the next and the previous ticket; j and k walk the messages.
  document.addEventListener("keydown", (event) => {
    if (box.hidden || !wide.matches || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!"JK".includes(event.key) || document.querySelector("dialog[open]")) return;
    if (window.isTyping(event)) return;
    const all = [...rows.children];
    const at = all.findIndex((row) => row.classList.contains("row--current"));
    if (!all.length) return;
    const next = all[at + (event.key === "J" ? 1 : -1)];
    if (next) link(next).click();
    event.preventDefault();
  });
})();

// The queue refreshes without moving what the eye or the cursor is on: rows that stay are updated in
// place; new, moved and vanished rows wait behind a button while the list is in use.
"use strict";
(() => {
  const QUIET = 6000; // ms without a pointer or key in the list before it may rearrange itself
  const RESTS = 120000; // the same while the pointer rests on a row: a click may come any moment
  const list = document.getElementById("queue-list");
  const news = document.getElementById("queue-news");
  if (!list) return;
  sessionStorage.setItem("queue-query", location.search); // the list beside a ticket is the one left
  let touched = 0;
  let waiting = null;
  let current = null;
  const touch = () => {
    touched = Date.now();
  };
  for (const kind of ["pointermove", "pointerdown", "keydown", "wheel"])
    list.addEventListener(kind, touch, { passive: true });
  list.addEventListener("pointerleave", () => {
    touched = Math.min(touched, Date.now() - QUIET + 1500);
  });
  const rests = () => Boolean(list.querySelector("[data-key]:hover"));
  const busy = () =>
    Date.now() - touched < (rests() ? RESTS : QUIET) ||
    Boolean(document.querySelector("dialog[open], .row__pick input:checked"));

  const rowsOf = (root) => new Map([...root.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row]));
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  // What may change at any time: counts in the tabs, and rows that stay where they are.
  const inPlace = (fresh) => {
    for (const count of fresh.querySelectorAll("[data-count]")) {
      const old = list.querySelector(`[data-count="${count.dataset.count}"]`);
      if (old && (old.textContent !== count.textContent || old.className !== count.className)) {
        old.textContent = count.textContent;
        old.className = count.className;
      }
    }
    const present = rowsOf(fresh);
    for (const [key, row] of rowsOf(list)) {
      const other = present.get(key);
      if (!other) {
        row.classList.add("row--gone");
        continue;
      }
      row.classList.remove("row--gone");
      if (row.innerHTML === other.innerHTML) continue;
      const focused = row.contains(document.activeElement);
      row.innerHTML = other.innerHTML;
      row.classList.toggle("row--unread", other.classList.contains("row--unread"));
      if (focused) row.querySelector("a")?.focus({ preventScroll: true });
    }
  };
  const difference = (fresh) => {
    const before = [...rowsOf(list).keys()];
    const after = [...rowsOf(fresh).keys()];
    const added = after.filter((key) => !before.includes(key)).length;
    const gone = before.filter((key) => !after.includes(key)).length;
    const stay = (keys, other) => keys.filter((key) => other.includes(key)).join();
    const moved = stay(before, after) !== stay(after, before) ? 1 : 0;
    return { changes: added + gone + moved, added };
  };
  const arrange = (fresh) => {
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    const anchor = focused && document.getElementById(`t${focused}`);
    const top = anchor ? anchor.getBoundingClientRect().top : 0;
    const known = rowsOf(list);
    const part = fresh.querySelector('[data-part="rows"]');
    for (const [key, row] of rowsOf(part))
      if (!known.has(key) && known.size) row.classList.add("row--fresh");
    list.querySelector('[data-part="rows"]').replaceWith(document.adoptNode(part));
    if (focused) {
      const row = document.getElementById(`t${focused}`);
      row?.querySelector("a")?.focus({ preventScroll: true });
      if (row) scrollBy(0, row.getBoundingClientRect().top - top);
    }
    mark(current);
    window.tickClocks?.();
  };
  const settle = (force) => {
    if (!waiting || (!force && busy())) return;
    const { fresh, added } = waiting;
    waiting = null;
    news.hidden = true;
    arrange(fresh);
    if (added) window.announce?.(`${added} tiket baru di antrean`);
  };
  document.addEventListener("live:fresh", (event) => {
    const fresh = parse(event.detail.html);
    inPlace(fresh);
    const { changes, added } = difference(fresh);
    waiting = { fresh, added };
    if (!changes) {
      waiting = null;
      news.hidden = true;
      return;
    }
    news.textContent = added ? `${added} tiket baru, tampilkan` : `${changes} perubahan, tampilkan`;
    news.hidden = !busy();
    settle();
  });
  news.addEventListener("click", () => settle(true));
  setInterval(settle, 1000);

  // Keyboard: j k walk, o opens, / searches, ? helps; bulk.js has x and what follows it.
  const mark = (key) => {
    for (const row of list.querySelectorAll(".row--current")) row.classList.remove("row--current");
    const row = key && document.getElementById(`t${key}`);
    if (row) row.classList.add("row--current");
    return row;
  };
  const walk = (step) => {
    const rows = [...list.querySelectorAll("[data-key]")];
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.dataset.key === current);
    const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    current = row.dataset.key;
    touch();
    mark(current);
    row.querySelector("a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  // Who came to a row by Tab or a click goes on from there.
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-key]");
    if (!row) return;
    current = row.dataset.key;
    mark(current);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (window.isTyping(event)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const row = current && document.getElementById(`t${current}`);
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "o" && row) row.querySelector("a").click();
    else if ("rnae".includes(event.key) && row) location.href = `${row.querySelector("a").href}#${event.key}`;
    else if (event.key === "/") document.querySelector("[data-shortcut-search]").focus();
    else if (event.key === "?") document.getElementById("shortcuts").showModal();
    else return;
    event.preventDefault();
  });

  // On a narrow screen the tabs scroll sideways: the chosen one is in sight.
  for (const tab of list.querySelectorAll(".tabs [aria-current]")) {
    const bar = tab.parentElement;
    bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
})();

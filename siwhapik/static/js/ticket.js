// A ticket that changes by itself: bubbles are added and mended in place, the reading place stays.
"use strict";
(() => {
  const box = document.getElementById("thread-box");
  const news = document.getElementById("thread-news");
  if (!box) return;
  const SETTLES = 700; // ms without a pointer for buttons that have just changed
  const scroller = () => (box.scrollHeight > box.clientHeight + 4 ? box : null);
  const atEnd = () => {
    const it = scroller();
    return !it || it.scrollHeight - it.scrollTop - it.clientHeight < 80;
  };
  const toEnd = () => {
    const it = scroller();
    if (it) it.scrollTop = it.scrollHeight;
    news.hidden = true;
  };
  let sent = false; // after sending an answer the officer wants to see it
  document.body.addEventListener("reply-sent", () => {
    sent = true;
  });
  const playing = (item) => [...item.querySelectorAll("audio, video")].some((media) => !media.paused);

  // Tokens differ in every answer; they are no change.
  const same = (a, b) => strip(a) === strip(b);
  const strip = (element) =>
    element.innerHTML
    .replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "")
    .replace(/(<details[^>]*?) open=""/g, "$1");
  // Its answer comes back to the element that asked: replaced meanwhile, that one would never hear it.
  const isAsking = (element) => Boolean(element?.querySelector(".htmx-request"));
  let isWhole = true; // whether all of the last poll is shown

  const mendThread = (fresh) => {
    const list = document.getElementById("thread");
    const stuck = atEnd() || sent;
    sent = false;
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    const old = new Map([...list.querySelectorAll("[data-item]")].map((item) => [item.dataset.item, item]));
    const known = Number(list.dataset.newest);
    let added = 0;
    let place = null;
    for (const item of [...fresh.querySelectorAll("[data-item]")]) {
      const before = old.get(item.dataset.item);
      old.delete(item.dataset.item);
      let here = before;
      if (!before) {
        here = document.adoptNode(item);
        if (here.classList.contains("bubble--in") && Number(here.dataset.pk) > known) {
          added += 1;
          here.classList.add("bubble--fresh");
        }
        if (place) place.after(here);
        else list.prepend(here);
      } else {
        const asks = isAsking(before);
        if (asks) isWhole = false;
        if (!asks && !same(before, item) && !playing(before)) {
          const held = before !== document.activeElement && before.contains(document.activeElement);
          const again = held && locate(document.activeElement);
          const unfolded = before.querySelector("details[open]");
          before.innerHTML = item.innerHTML;
          if (unfolded) before.querySelector("details")?.setAttribute("open", "");
          before.className = item.className;
          window.htmx?.process(before);
          if (held) {
            before.tabIndex = -1;
            ((again && before.querySelector(again)) || before).focus({ preventScroll: true });
          }
        }
        if (place ? place.nextElementSibling !== before : list.firstElementChild !== before) {
          if (place) place.after(before);
          else list.prepend(before);
        }
      }
      place = here;
    }
    for (const gone of old.values()) gone.remove();
    if (active?.isConnected && document.activeElement !== active) active.focus({ preventScroll: true }); // it was moved
    window.htmx?.process(list);
    list.dataset.newest = fresh.dataset.newest;
    list.dataset.since = fresh.dataset.since;
    if (stuck) toEnd();
    else if (added) {
      news.textContent = `${added} pesan baru, lihat`;
      news.hidden = false;
    }
    if (added) {
      window.announce?.(`${added} pesan baru dari pemohon`);
      document.dispatchEvent(
        new CustomEvent("thread:new", { detail: { count: added, newest: Number(fresh.dataset.newest) } }),
      );
    }
  };
  const mend = (id, fresh) => {
    const old = document.getElementById(id);
    const next = fresh.querySelector(`#${id}`);
    if (isAsking(old)) {
      isWhole = false;
      return;
    }
    const active = old?.contains(document.activeElement) ? document.activeElement : null;
    if (!old || !next || same(old, next) || active?.matches("input, textarea, select")) return;
    const again = active && locate(active);
    const open = [...old.querySelectorAll("details[open][data-keep]")].map((details) => details.dataset.keep);
    const kept = new Map(
      [...old.querySelectorAll("[data-keep] > .details__body")].map((body) => [
        body.parentElement.dataset.keep,
        body.innerHTML,
      ]),
    );
    old.innerHTML = next.innerHTML;
    for (const name of open) {
      const details = old.querySelector(`[data-keep="${name}"]`);
      if (!details) continue;
      const body = details.querySelector(".details__body");
      if (body && kept.has(name)) {
        body.innerHTML = kept.get(name);
        body.removeAttribute("hx-get");
      }
      details.open = true;
    }
    window.htmx?.process(old);
    // Another button may now be where the officer is about to click a second time.
    if (id === "ticket-head" || id === "held") {
      old.classList.add("is-settling");
      setTimeout(() => old.classList.remove("is-settling"), SETTLES);
    }
    if (!active) return;
    // When the pressed button is gone, the focus stays where it was, not at the top of the page.
    old.tabIndex = -1;
    ((again && old.querySelector(again)) || old).focus({ preventScroll: true });
  };
  const locate = (element) => {
    if (element.matches("a[href]")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
    const form = element.closest("form[action]");
    if (form) return `form[action="${CSS.escape(form.getAttribute("action"))}"] button`;
    const kept = element.closest("[data-keep]");
    return kept ? `[data-keep="${kept.dataset.keep}"] > summary` : "";
  };
  // Reopened or closed by a colleague: the composer comes or goes, unless typed text would be lost.
  const changeComposer = (head) => {
    const form = document.getElementById("reply-form");
    if (!head || head.hasAttribute("data-replies") === Boolean(form)) return;
    const busy = form && (document.getElementById("id_text").value.trim() || document.querySelector("#file-list li"));
    if (!busy && !document.querySelector("dialog:modal")) location.reload();
  };
  document.addEventListener("live:fresh", (event) => {
    const fresh = new DOMParser().parseFromString(event.detail.html, "text/html");
    isWhole = true;
    mendThread(fresh.getElementById("thread"));
    for (const id of ["ticket-head", "case-live", "together", "drafts", "held", "window-state"]) mend(id, fresh);
    changeComposer(fresh.getElementById("ticket-head"));
    window.tickClocks?.();
    const open = Boolean(fresh.querySelector('[data-window="open"]'));
    const unsent = fresh.querySelector("[data-unsent]")?.dataset.unsent || "";
    document.dispatchEvent(new CustomEvent("window:state", { detail: { open, unsent } }));
    if (!isWhole) event.preventDefault(); // the next poll asks for all of it again
  });
  news.addEventListener("click", toEnd);
  // Pictures and players get their height late: a reader at the end stays at the end.
  let follows = true;
  let lastTop = 0;
  box.addEventListener(
    "scroll",
    () => {
      if (atEnd()) {
        follows = true;
        news.hidden = true;
      } else if (box.scrollTop < lastTop - 2) follows = false;
      lastTop = box.scrollTop;
    }, { passive: true },
  );
  document.addEventListener("thread:reading", () => {
    follows = atEnd();
    lastTop = box.scrollTop;
  });
  const sizes = new ResizeObserver(() => {
    if (follows) toEnd();
  });
  sizes.observe(document.getElementById("thread"));
  sizes.observe(box);
  toEnd();
})();

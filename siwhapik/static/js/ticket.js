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
        if (!same(before, item) && !playing(before)) {
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
    if (id === "ticket-head") {
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
    if (!busy && !document.querySelector("dialog[open]")) location.reload();
  };
  document.addEventListener("live:fresh", (event) => {
    const fresh = new DOMParser().parseFromString(event.detail.html, "text/html");
    mendThread(fresh.getElementById("thread"));
    for (const id of ["ticket-head", "case-live", "window-state"]) mend(id, fresh);
    changeComposer(fresh.getElementById("ticket-head"));
    window.tickClocks?.();
    const open = Boolean(fresh.querySelector('[data-window="open"]'));
    const unsent = fresh.querySelector("[data-unsent]")?.dataset.unsent || "";
    document.dispatchEvent(new CustomEvent("window:state", { detail: { open, unsent } }));
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

  // Verbs in a dialog over the ticket; without JavaScript the same links are pages.
  const dialog = document.getElementById("verb");
  let warned = false;
  const poll = () => {
    const element = document.querySelector("[data-poll]");
    if (element) window.htmx?.trigger(element, "poll-now");
  };
  const toast = (alert, ms) => {
    let holder = document.querySelector(".alerts--toast");
    if (!holder) {
      holder = document.createElement("div");
      holder.className = "alerts alerts--toast";
      document.body.append(holder);
    }
    holder.replaceChildren(alert);
    setTimeout(() => alert.remove(), ms);
  };
  const tell = (text, tone) => {
    const alert = document.createElement("div");
    alert.className = `alert alert--${tone}`;
    alert.setAttribute("role", tone === "danger" ? "alert" : "status");
    alert.textContent = text;
    toast(alert, tone === "danger" ? 15000 : 6000);
  };
  // A verb that did not arrive is told where it was pressed; the poll and the composer speak for themselves.
  const unsaved = (event) => {
    const element = event.detail.elt;
    const status = event.detail.xhr.status;
    if (element.dataset.poll || element.id === "reply-form" || status === 422) return;
    const alert = window.trouble("Belum tersimpan. ", event.detail.xhr);
    const foot = dialog.open && dialog.querySelector(".modal__foot");
    if (!foot) {
      toast(alert, 30000);
      return;
    }
    dialog.querySelector(".modal__trouble")?.remove();
    alert.classList.add("modal__trouble");
    foot.before(alert);
  };
  for (const name of ["responseError", "sendError", "timeout"]) document.addEventListener(`htmx:${name}`, unsaved);
  const openVerb = (link) => {
    link.closest("details.menu")?.removeAttribute("open");
    document.getElementById("verb-body").replaceChildren();
    window.htmx.ajax("GET", link.href, { target: "#verb-body", swap: "innerHTML" }).then(() => {
      if (!dialog.querySelector("form")) return; // it was refused, and that was told
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-verb]");
    if (link && window.htmx && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      openVerb(link);
    } else if (event.target.closest("#verb [data-cancel]")) {
      event.preventDefault();
      dialog.close();
    } else if (!event.target.closest("details.menu"))
      document.querySelector("details.menu[open]")?.removeAttribute("open");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "verb-body") return;
    warned = false;
    window.focusRefused(dialog);
  });
  // Escape does not throw a note away unasked.
  const written = () => [...dialog.querySelectorAll("textarea")].some((field) => field.value.trim());
  dialog.addEventListener("cancel", (event) => {
    if (warned || !written()) return;
    event.preventDefault();
    warned = true;
    const hint = document.createElement("p");
    hint.className = "modal__unsaved";
    hint.setAttribute("role", "alert");
    hint.textContent = "Tulisan belum disimpan. Tutup sekali lagi untuk membuangnya.";
    dialog.querySelector(".modal__foot").prepend(hint);
  });
  // As in the answer box.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
    event.preventDefault();
    const form = event.target.form;
    if (!form.querySelector("button[type=submit][disabled]")) form.requestSubmit();
  });
  const unwarn = () => {
    warned = false;
    dialog.querySelector(".modal__unsaved")?.remove();
  };
  dialog.addEventListener("input", unwarn);
  dialog.addEventListener("close", unwarn);
  document.body.addEventListener("verb-done", (event) => {
    if (dialog.open) dialog.close();
    tell(event.detail.text, "ok");
    poll();
  });
  document.body.addEventListener("verb-refused", (event) => {
    tell(event.detail.text, "danger");
    poll();
  });

  const press = (key) => {
    const target = document.querySelector(`#ticket-head [data-key="${key}"]`);
    if (target) target.click();
    return Boolean(target);
  };
  const focusReply = () => {
    const text = document.getElementById("id_text");
    if (!text || text.closest("[hidden]")) return false;
    text.focus();
    text.scrollIntoView({ block: "nearest" });
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (window.isTyping(event)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const bubbles = () => [...document.querySelectorAll("#thread .thread__older .button, #thread .bubble")];
    const step = (by) => {
      const all = bubbles();
      const at = all.indexOf(document.activeElement);
      const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? all.length - 1 : at + by))];
      if (next) {
        if (!next.matches("a")) next.tabIndex = -1;
        next.focus();
        next.scrollIntoView({ block: "nearest" });
      }
    };
    if (event.key === "r") focusReply();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("nae".includes(event.key)) press(event.key);
    else if (event.key === "o") document.activeElement?.querySelector?.(".file a")?.click();
    else if (event.key === "/") focusReply();
    else if (event.key === "?") document.getElementById("shortcuts").showModal();
    else return;
    event.preventDefault();
  });
  // From the queue: r n a e on a row open the ticket and begin here.
  const wanted = location.hash.slice(1);
  if (["r", "n", "a", "e"].includes(wanted)) {
    history.replaceState(null, "", location.pathname);
    addEventListener("load", () => {
      if (wanted === "r") focusReply();
      else press(wanted);
    });
  }
})();

// Verbs in a dialog over the ticket, and the keys of the page; without JavaScript the same links are pages.
"use strict";
(() => {
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
    const target = document.querySelector(`:is(#ticket-head, #held) [data-key="${key}"]`);
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
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
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
    else if ("naeypzslmc".includes(event.key)) press(event.key);
    else if (event.key === "o") document.activeElement?.querySelector?.(".file a")?.click();
    else if (event.key === "b")
      document.dispatchEvent(
        new CustomEvent("quote:wanted", { detail: { bubble: document.activeElement.closest(".bubble") } }),
      );
    else if (event.key === "i") document.activeElement?.querySelector?.(".bubble__info")?.click();
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

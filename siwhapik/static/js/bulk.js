// Many tickets at once: rows are chosen (x, Shift-click, boxes), the bar's deeds open in a dialog.
// Without JavaScript the boxes and the bar are a plain form.
"use strict";
(() => {
  const list = document.getElementById("queue-list");
  const bar = document.getElementById("bulk");
  const dialog = document.getElementById("bulk-dialog");

  // The form of a deed, on its page too: a quick reply is shown as it will be sent.
  document.addEventListener("change", (event) => {
    const texts = document.getElementById("bulk-texts");
    if (event.target.name !== "quick" || !texts) return;
    const text = event.target.form.elements.text;
    const known = Object.values(JSON.parse(texts.textContent));
    if (!text.value.trim() || known.includes(text.value))
      text.value = JSON.parse(texts.textContent)[event.target.value] || "";
  });
  // As in the answer box: Ctrl+Enter sends, with Shift it ends the matter, Alt+Enter waits.
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Enter" && event.target.closest?.("[data-bulk-form]");
    if (!form) return;
    const held = event.ctrlKey || event.metaKey;
    const combo = held && event.shiftKey ? "shift" : held ? "ctrl" : event.altKey ? "alt" : "";
    const button = combo && form.querySelector(`[data-combo="${combo}"]:not([disabled])`);
    if (!button) return;
    event.preventDefault();
    button.click(); // htmx sends the value of the button that was clicked
  });
  if (!list || !bar) return;

  const chosen = new Set();
  const beyond = new Set(); // of these, what other pages show
  const rest = bar.querySelector("[data-bulk-all]");
  let matching = null; // all that match, once asked for
  let anchor = null; // where a span begins
  const boxes = () => [...list.querySelectorAll(".row__pick input")];
  const boxOf = (key) => list.querySelector(`.row__pick input[value="${key}"]`);
  const show = () => {
    for (const box of boxes()) box.checked = chosen.has(box.value);
    bar.querySelector("[data-bulk-count]").textContent = `${chosen.size} tiket terpilih`;
    const whole = boxes().length > 0 && boxes().every((box) => box.checked);
    const goesOn = list.querySelector(".pager a[rel=next], .found__more");
    rest.hidden = !(whole && goesOn && matching?.keys.some((key) => !chosen.has(key)));
    if (whole && goesOn && !matching) ask();
  };
  // How many match is counted only when the whole page was chosen and there is more.
  const ask = () => {
    matching = { keys: [] };
    fetch(`${rest.dataset.bulkAll}${location.search}`, { headers: window.pageMarks() })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then(({ keys, more }) => {
        matching = { keys: keys.map(String) };
        rest.textContent = more ? `${keys.length} pertama yang cocok` : `Semua ${keys.length} yang cocok`;
        show();
      })
      .catch(() => {
        matching = null; // asked again with the next choice
      });
  };
  const say = () => window.announce?.(`${chosen.size} tiket terpilih`);
  const set = (keys, on) => {
    for (const key of keys) {
      if (on) chosen.add(key);
      else chosen.delete(key);
    }
    show();
    say();
  };
  const toggle = (key) => {
    anchor = key;
    set([key], !chosen.has(key));
  };
  const span = (key) => {
    const keys = boxes().map((box) => box.value);
    const from = keys.includes(anchor) ? keys.indexOf(anchor) : keys.indexOf(key);
    const to = keys.indexOf(key);
    set(keys.slice(Math.min(from, to), Math.max(from, to) + 1), true);
  };
  const takeRest = () => {
    for (const key of matching.keys) beyond.add(key);
    set(matching.keys, true);
  };
  // The page, then all that match, then nothing.
  const all = () => {
    const keys = boxes().map((box) => box.value);
    if (!rest.hidden) takeRest();
    else if (keys.every((key) => chosen.has(key))) clear();
    else set(keys, true);
  };
  const clear = () => {
    beyond.clear();
    set([...chosen], false);
  };

  // The list is replaced by polls: what is still there stays chosen.
  new MutationObserver(() => {
    const present = new Set(boxes().map((box) => box.value));
    for (const key of [...chosen])
      if (!present.has(key) && !beyond.has(key)) chosen.delete(key);
    show();
  }).observe(list, { childList: true, subtree: true });
  // What the browser kept checked when one came back; from a job nothing, though the browser can
  // have kept the boxes as they were before the job began.
  const BEGUN = "bulk-begun-from";
  addEventListener("pageshow", () => {
    const fromJob = sessionStorage.getItem(BEGUN) === location.href;
    sessionStorage.removeItem(BEGUN);
    for (const box of boxes())
      if (box.checked && !fromJob) chosen.add(box.value);
    show();
  });

  list.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key || !boxOf(key)) return;
    if (event.target.matches(".row__pick input")) {
      if (event.shiftKey) {
        event.preventDefault();
        setTimeout(() => span(key)); // after the browser has put the box back
      } else toggle(key);
      return;
    }
    if (event.target.closest(".row__pick") || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
    // On the name itself these keys open a tab or a window, as everywhere.
    const name = event.target.closest("[data-key]").querySelector(".row__name").getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x >= name.left && x <= name.right && y >= name.top && y <= name.bottom) return;
    event.preventDefault();
    if (event.shiftKey) span(key);
    else toggle(key);
  });
  list.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("[data-key]")) event.preventDefault(); // marks no text
  });

  let warned = false;
  const open = (word) => {
    const query = new URLSearchParams({ perbuatan: word });
    for (const key of chosen) query.append("t", key);
    document.getElementById("bulk-body").replaceChildren();
    window.htmx.ajax("GET", `${bar.action}?${query}`, { target: "#bulk-body", swap: "innerHTML" }).then(() => {
      if (!dialog.querySelector("form")) return;
      if (!dialog.open) dialog.showModal();
      warned = false;
      dialog.querySelector("select, textarea, input:not([type=hidden]), button[type=submit]")?.focus();
    });
  };
  bar.addEventListener("submit", (event) => {
    const word = event.submitter?.value;
    if (!word || !window.htmx) return;
    event.preventDefault();
    if (chosen.size) open(word);
  });
  bar.querySelector("[data-bulk-clear]").addEventListener("click", clear);
  rest.addEventListener("click", takeRest);
  // The job has begun: whoever comes back finds a queue in which nothing is chosen.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr?.status !== 204 || !event.detail.elt.matches?.("[data-bulk-form]")) return;
    sessionStorage.setItem(BEGUN, location.href);
    clear();
    dialog.close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "bulk-body") window.focusRefused(dialog);
  });
  for (const name of ["responseError", "sendError", "timeout"])
    document.addEventListener(`htmx:${name}`, (event) => {
      if (event.detail.elt.dataset.poll) return;
      const alert = window.trouble("Belum dikerjakan. ", event.detail.xhr);
      if (dialog.open) dialog.querySelector(".modal__foot")?.before(alert);
      else document.getElementById("live").before(alert);
    });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cancel]")) return;
    event.preventDefault();
    dialog.close();
  });
  // Escape does not throw words away unasked.
  dialog.addEventListener("cancel", (event) => {
    const written = [...dialog.querySelectorAll("textarea")].some((field) => field.value.trim());
    if (warned || !written) return;
    event.preventDefault();
    warned = true;
    const hint = document.createElement("p");
    hint.className = "modal__unsaved";
    hint.setAttribute("role", "alert");
    hint.textContent = "Tulisan belum dikirim. Tutup sekali lagi untuk membuangnya.";
    dialog.querySelector(".modal__foot").prepend(hint);
  });

  // Before the queue's own keys: with rows chosen, r a e ... are deeds for all of them.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (window.isTyping(event)) return;
      const row = list.querySelector(".row--current, [data-key]:focus-within");
      const deed = chosen.size && bar.querySelector(`[data-bulk-key="${CSS.escape(event.key)}"]`);
      if (event.key === "x" || event.key === "X") {
        const at = row || list.querySelector("[data-key]");
        if (!at || !boxOf(at.dataset.key)) return;
        if (!row) at.querySelector("a").focus();
        if (event.key === "x") toggle(at.dataset.key);
        else span(at.dataset.key);
      } else if (event.key === "*") all();
      else if (event.key === "Escape" && chosen.size && !document.querySelector("details.menu[open]")) clear();
      else if (deed) open(deed.value);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
})();

// Prepared words in the answer box: "/" and a part of the name lists the quick replies, "{" what is
// known of this matter. What it has nothing for is said before anything is sent.
"use strict";
(() => {
  const form = document.getElementById("reply-form");
  if (!form) return;
  const text = document.getElementById("id_text");
  const state = document.getElementById("draft-state");
  const MOST = 8;
  let known = null; // {replies, blanks}
  const box = document.getElementById("quick-replies");
  const menu = box.querySelector("[role=listbox]");
  let shown = [];
  let chosen = 0;
  const before = () => text.value.slice(0, text.selectionStart);
  const typed = () => before().match(/(?:^|\s)(\/)([\w-]*)$/) || before().match(/(\{)([a-z]*)$/);
  const small = (words) => {
    const line = document.createElement("small");
    line.textContent = words;
    return line;
  };
  const option = (one, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `quick-reply-${index}`;
    button.setAttribute("role", "option");
    button.setAttribute("aria-selected", String(index === chosen));
    button.textContent = one.says;
    button.append(small(one.preview));
    const missing = one.missing.map((name) => `{${name}}`).join(", ");
    if (missing) button.append(small(`Belum ada isinya: ${missing}`));
    button.addEventListener("mousedown", (event) => {
      event.preventDefault();
      insert(one);
    });
    return button;
  };
  const draw = () => {
    box.hidden = !shown.length;
    menu.replaceChildren(...shown.map(option));
    if (shown.length) text.setAttribute("aria-activedescendant", `quick-reply-${chosen}`);
    else text.removeAttribute("aria-activedescendant");
    menu.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const fetchReplies = () => {
    known = { replies: [], blanks: [] }; // one request, however many keys are pressed meanwhile
    fetch(form.dataset.quickReplies, { headers: window.pageMarks() })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((found) => {
        known = found;
        if (document.activeElement === text) suggest();
      })
      .catch(() => {
        state.textContent = "Balasan cepat belum dapat diambil";
        setTimeout(() => {
          known = null;
        }, 5000);
      });
  };
  const replies = (word) => {
    const place = (one) => {
      if (one.shortcut.startsWith(word)) return 0;
      if (one.shortcut.includes(word)) return 1;
      return `${one.title} ${one.folder}`.toLowerCase().includes(word) ? 2 : 3;
    };
    return known.replies
      .map((one) => ({ ...one, place: place(one) }))
      .filter((one) => one.place < 3)
      .sort((a, b) => a.place - b.place)
      .map((one) => ({
        says: `/${one.shortcut} ${one.title}${one.folder ? `, ${one.folder}` : ""}${one.own ? " (milik saya)" : ""}`,
        preview: one.text,
        text: one.text,
        missing: one.missing,
      }));
  };
  const blanks = (word) =>
    known.blanks
    .filter((one) => one.name.startsWith(word))
    .map((one) => ({
      says: `{${one.name}} ${one.label}`,
      preview: one.value || "",
      text: one.value || `{${one.name}}`,
      missing: one.value ? [] : [one.name],
    }));
  const suggest = () => {
    const match = typed();
    if (match && !known) fetchReplies();
    const word = match ? match[2].toLowerCase() : "";
    shown = match ? (match[1] === "/" ? replies(word) : blanks(word)).slice(0, MOST) : [];
    chosen = 0;
    draw();
  };
  const insert = (one) => {
    const match = typed();
    const end = text.selectionStart;
    const start = match ? end - match[2].length - 1 : end;
    text.setRangeText(one.text, start, end, "end");
    // The first blank without a value is chosen, so that the next key replaces it.
    const gap = one.missing.length ? text.value.indexOf(`{${one.missing[0]}}`, start) : -1;
    shown = [];
    draw();
    text.dispatchEvent(new Event("input"));
    text.focus();
    if (gap >= 0) text.setSelectionRange(gap, gap + one.missing[0].length + 2);
    if (gap >= 0) state.textContent = `Belum ada isinya: {${one.missing.join("}, {")}}`;
  };
  // Whoever does not know the key, or has none: as if it were pressed where the words go on.
  const list = () => {
    text.focus();
    if (!typed()) text.setRangeText(/\S$/.test(before()) ? " /" : "/", text.selectionStart, text.selectionEnd, "end");
    suggest();
  };
  document.querySelector("[data-list-replies]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    list();
  });
  box.querySelector("a").addEventListener("mousedown", (event) => event.preventDefault());
  text.addEventListener("input", suggest);
  text.addEventListener("blur", () => {
    shown = [];
    draw();
  });
  text.addEventListener("keydown", (event) => {
    if (!shown.length || !["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      shown = [];
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") insert(shown[chosen]);
    else {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
      draw();
    }
  });
})();

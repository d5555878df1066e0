// Prepared words in the answer box: "/" and a part of the name lists the quick replies, "{" what is
// known of this matter. The button lists all quick replies and changes nothing of what is typed. What a reply
// has nothing for is said before anything is sent.
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
  let byButton = false; // the list was opened without a key
  let placed = false; // somebody has put the caret somewhere
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
    box.hidden = !shown.length && !byButton; // by the button also where there is none yet: it says where to make one
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
  const fitting = (match) => {
    if (match) return (match[1] === "/" ? replies : blanks)(match[2].toLowerCase()).slice(0, MOST);
    return byButton ? replies("") : [];
  };
  const suggest = () => {
    const match = typed();
    if ((match || byButton) && !known) fetchReplies();
    shown = fitting(match);
    chosen = 0;
    draw();
  };
  const close = () => {
    byButton = false;
    shown = [];
    draw();
  };
  const insert = (one) => {
    const match = typed();
    const at = text.selectionStart;
    const start = match ? at - match[2].length - 1 : at;
    const apart = !match && /\S$/.test(before()) ? " " : "";
    text.setRangeText(apart + one.text, start, match ? at : text.selectionEnd, "end");
    // The first blank without a value is chosen, so that the next key replaces it.
    const gap = one.missing.length ? text.value.indexOf(`{${one.missing[0]}}`, start) : -1;
    close();
    text.dispatchEvent(new Event("input"));
    text.focus();
    if (gap >= 0) text.setSelectionRange(gap, gap + one.missing[0].length + 2);
    if (gap >= 0) state.textContent = `Belum ada isinya: {${one.missing.join("}, {")}}`;
  };
  // For whoever does not know the key, or has none. A draft that nobody has touched yet is gone on with at its end.
  const list = () => {
    if (!placed) text.setSelectionRange(text.value.length, text.value.length);
    text.focus();
    byButton = true;
    suggest();
  };
  document.querySelector("[data-list-replies]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    list();
  });
  box.querySelector("a").addEventListener("mousedown", (event) => event.preventDefault());
  text.addEventListener("focus", () => {
    placed = true;
  });
  text.addEventListener("input", () => {
    byButton = false;
    suggest();
  });
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    const isOpen = shown.length || (byButton && event.key === "Escape");
    if (!isOpen || !["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "Tab") insert(shown[chosen]);
    else {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
      draw();
    }
  });
})();

// Quick replies in the answer box: "/" and a part of the name lists them.
"use strict";
(() => {
  const form = document.getElementById("reply-form");
  if (!form) return;
  const text = document.getElementById("id_text");
  const state = document.getElementById("draft-state");
  let replies = null;
  const menu = document.getElementById("quick-replies");
  let shown = [];
  let chosen = 0;
  const typed = () => text.value.slice(0, text.selectionStart).match(/(?:^|\s)\/([\w-]*)$/);
  const draw = () => {
    menu.hidden = !shown.length;
    menu.replaceChildren(
      ...shown.map((one, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("role", "option");
        button.setAttribute("aria-selected", String(index === chosen));
        button.textContent = `/${one.shortcut} ${one.title}`;
        const preview = document.createElement("small");
        preview.textContent = one.text;
        button.append(preview);
        button.addEventListener("mousedown", (event) => {
          event.preventDefault();
          insert(one);
        });
        return button;
      }),
    );
  };
  const fetchReplies = () => {
    replies = []; // one request, however many keys are pressed meanwhile
    fetch(form.dataset.quickReplies, { headers: window.pageMarks() })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((found) => {
        replies = found;
        if (document.activeElement === text) suggest();
      })
      .catch(() => {
        state.textContent = "Balasan cepat belum dapat diambil";
        setTimeout(() => {
          replies = null;
        }, 5000);
      });
  };
  const suggest = () => {
    const match = typed();
    if (match && !replies) fetchReplies();
    const word = match ? match[1].toLowerCase() : null;
    const fits = (one) => one.shortcut.includes(word) || one.title.toLowerCase().includes(word);
    shown = word === null ? [] : (replies || []).filter(fits).slice(0, 8);
    chosen = 0;
    draw();
  };
  const insert = (one) => {
    const match = typed();
    const end = text.selectionStart;
    const start = match ? end - match[1].length - 1 : end;
    text.setRangeText(one.text, start, end, "end");
    shown = [];
    draw();
    text.dispatchEvent(new Event("input"));
    text.focus();
  };
  text.addEventListener("input", suggest);
  text.addEventListener("blur", () => {
    shown = [];
    draw();
  });
  text.addEventListener("keydown", (event) => {
    if (shown.length && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
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
      return;
    }
  });
})();

// "@" in a note: colleagues to choose from. What is stored is the tick of the form's own box, which
// works without this script too; the name in the text is for readers.
"use strict";
(() => {
  const MOST = 8;
  let text = null; // the note that is being written
  let menu = null;
  let shown = [];
  let chosen = 0;

  const boxes = () => [...text.form.querySelectorAll("[data-mentions]")];
  const nameOf = (box) => box.closest("label").textContent.trim();
  const typed = () => text.value.slice(0, text.selectionStart).match(/(?:^|[\s(])@([^@\n]{0,40})$/);
  const fits = (name, words) => {
    const whole = name.toLowerCase();
    return whole.startsWith(words) || whole.split(/\s+/).some((part) => part.startsWith(words));
  };

  const close = () => {
    shown = [];
    draw();
  };
  const draw = () => {
    if (!menu) return;
    menu.hidden = !shown.length;
    text.setAttribute("aria-expanded", String(Boolean(shown.length)));
    menu.replaceChildren(
      ...shown.map((box, index) => {
        const option = document.createElement("div");
        option.id = `mention-${box.value}`;
        option.className = "mentions__one";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(index === chosen));
        option.textContent = nameOf(box);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          pick(box);
        });
        return option;
      }),
    );
    if (shown.length) {
      text.setAttribute("aria-activedescendant", `mention-${shown[chosen].value}`);
      menu.children[chosen].scrollIntoView({ block: "nearest" });
    } else text.removeAttribute("aria-activedescendant");
  };
  const pick = (box) => {
    const match = typed();
    const end = text.selectionStart;
    text.setRangeText(`@${nameOf(box)} `, end - (match ? match[1].length + 1 : 0), end, "end");
    box.checked = true;
    box.dataset.typed = "1";
    close();
    text.focus();
  };
  // A name that was chosen with "@" and is deleted from the text is not told.
  const untick = () => {
    for (const box of boxes()) {
      if (!box.dataset.typed || text.value.includes(`@${nameOf(box)}`)) continue;
      box.checked = false;
      delete box.dataset.typed;
    }
  };
  const suggest = () => {
    const match = typed();
    const words = match ? match[1].toLowerCase() : null;
    shown = words === null ? [] : boxes().filter((box) => fits(nameOf(box), words)).slice(0, MOST);
    chosen = 0;
    draw();
    if (shown.length) window.announce?.(`${shown.length} rekan, pilih dengan panah`);
  };
  const begin = (field) => {
    if (text === field && menu?.isConnected) return;
    text = field;
    menu = document.createElement("div");
    menu.id = "mention-menu";
    menu.className = "mentions card";
    menu.hidden = true;
    menu.setAttribute("role", "listbox");
    menu.setAttribute("aria-label", "Rekan");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", menu.id);
    document.getElementById(menu.id)?.remove();
    field.after(menu);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("textarea") || !field.form?.querySelector("[data-mentions]")) return;
    begin(field);
    untick();
    suggest();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === text) close();
  });
  // Before the dialog's own keys: Escape closes the list, not the note.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== text || !shown.length || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") close();
      else if (event.key === "Enter" || event.key === "Tab") pick(shown[chosen]);
      else {
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
        draw();
      }
    }, { capture: true },
  );
})();

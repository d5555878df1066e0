// A quick reply while it is written: its blanks at a click, and what a citizen would read.
"use strict";
(() => {
  const text = document.querySelector("textarea[data-blanks]");
  if (!text) return;
  const examples = JSON.parse(document.getElementById("blank-examples").textContent);
  const shown = document.querySelector("[data-preview-text]");
  const told = document.querySelector("[data-preview-unknown]");
  const show = () => {
    const names = [...text.value.matchAll(/\{([^{}\n]*)\}/g)].map((found) => found[1]);
    const unknown = names.filter((name) => !Object.hasOwn(examples, name));
    shown.textContent = text.value.replace(/\{([^{}\n]*)\}/g, (whole, name) =>
      Object.hasOwn(examples, name) ? examples[name] : whole,
    );
    const words = unknown.length ? `Isian {${unknown[0]}} tidak dikenal.` : "";
    if (told.textContent !== words) told.textContent = words;
  };
  text.addEventListener("input", show);
  document.addEventListener("click", (event) => {
    const blank = event.target.closest("[data-blank]");
    if (!blank) return;
    text.setRangeText(`{${blank.dataset.blank}}`, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    show();
  });
  show();
})();

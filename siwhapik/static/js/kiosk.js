// At a counter: after a silence the form, or the choice before it, is empty again for the next visitor.
// Any touch or key goes on. Without this script there are buttons that do the same.
"use strict";

(() => {
  const page = document.querySelector("[data-kiosk]");
  if (!page) return;
  const silence = Number(page.dataset.silence);
  const warns = Number(page.dataset.warns);
  const warning = document.querySelector("[data-warning]");
  let touched = "touched" in page.dataset;
  let left = silence;

  for (const told of document.querySelectorAll("[data-needs-script]")) told.hidden = false;

  const goesOn = (event) => {
    if (event.type === "input" || event.type === "change") touched = true;
    left = silence;
    if (warning) warning.hidden = true;
  };
  for (const kind of ["pointerdown", "keydown", "input", "change", "scroll"]) {
    document.addEventListener(kind, goesOn, { passive: true });
  }

  setInterval(() => {
    if (!touched) return; // an empty form waits as it is
    left -= 1;
    if (warning && left <= warns) {
      warning.hidden = false;
      warning.querySelector("[data-seconds]").textContent = String(Math.max(left, 0));
    }
    if (left <= 0) location.replace(page.dataset.kiosk);
  }, 1000);

  // The browser's Back brings no earlier visitor's answers.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(page.dataset.kiosk);
  });
})();

// Without JavaScript the browser's own menu prints, so the button comes with it.
"use strict";

(() => {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
})();

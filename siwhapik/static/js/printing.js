// Without JavaScript the browser's own menu prints, on A4; so the buttons come with it.
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.documentElement.classList.toggle("prints-roll", button.dataset.print === "roll");
      print();
    });
  }
})();

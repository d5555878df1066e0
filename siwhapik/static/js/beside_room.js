// Gives the list beside the ticket its room before the ticket is drawn, so that nothing moves when its rows arrive.
"use strict";
(() => {
  const box = document.getElementById("beside");
  box.hidden = false;
  box.closest(".case-page").classList.add("case-page--beside");
})();

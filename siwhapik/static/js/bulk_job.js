// A job for many tickets: what the poll brings takes the place of what was there.
"use strict";
(() => {
  const box = document.getElementById("bulk-job");
  if (!box) return;
  document.addEventListener("live:fresh", (event) => {
    const fresh = new DOMParser().parseFromString(event.detail.html, "text/html");
    const part = fresh.querySelector('[data-part="bulk"]');
    if (!part) return;
    const focused = document.activeElement?.closest?.("#bulk-job a")?.getAttribute("href");
    box.replaceChildren(document.adoptNode(part));
    if (focused) box.querySelector(`a[href="${focused}"]`)?.focus({ preventScroll: true });
  });
})();

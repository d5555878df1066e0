// Time left, ticking in the browser: the server is not asked for it. Same words as tickets/words.py.
"use strict";
(() => {
  const amount = (milliseconds) => {
    const all = Math.floor(milliseconds / 60000);
    if (!all) return "kurang dari 1 menit";
    const units = [
      [Math.floor(all / 1440), "hari"],
      [Math.floor(all / 60) % 24, "jam"],
      [all % 60, "menit"],
    ];
    const first = units.findIndex(([count]) => count);
    return units
      .slice(first, first + 2)
      .filter(([count]) => count)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(" ");
  };
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-due]")) {
      const left = Date.parse(clock.dataset.due) - Date.now();
      const words = clock.querySelector(".clock__words");
      if (!words || Number.isNaN(left)) continue;
      const says = left < 0 ? `Lewat ${amount(-left)}` : `Sisa ${amount(left)}`;
      if (words.textContent !== says) words.textContent = says;
      const start = Date.parse(clock.dataset.from);
      const used =
        left < 0 ? 100 : Math.round((100 * (Date.now() - start)) / Math.max(left + Date.now() - start, 1000));
      const bar = clock.querySelector(".clock__bar rect");
      if (bar && !Number.isNaN(used)) bar.setAttribute("width", Math.min(100, Math.max(0, used)));
      const tone = left < 0 ? "late" : left < 1000 * clock.dataset.soon ? "soon" : "ok";
      if (!clock.classList.contains(`clock--${tone}`)) {
        clock.classList.remove("clock--ok", "clock--soon", "clock--late");
        clock.classList.add(`clock--${tone}`);
      }
    }
    for (const window_ of document.querySelectorAll("[data-window-ends]")) {
      const left = Date.parse(window_.dataset.windowEnds) - Date.now();
      window_.textContent = left > 0 ? amount(left) : "habis";
      if (left <= 0 && !window_.dataset.over) {
        window_.dataset.over = "1";
        window_.dispatchEvent(new CustomEvent("window:over", { bubbles: true }));
      }
    }
  };
  window.tickClocks = tick;
  setInterval(tick, 20000);
})();

// The roster by hand: a shift is dragged to another day, a name to a gap. All of it works by links too.
"use strict";
(() => {
  const roster = document.querySelector("[data-roster]");
  const form = document.getElementById("roster-move");
  if (!roster || !form) return;
  let held = null;
  document.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-shift], [data-person]");
    if (held) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragend", () => {
    held = null;
    for (const day of roster.querySelectorAll(".is-over")) day.classList.remove("is-over");
  });
  const target = (event) => held && event.target.closest?.("[data-day]");
  roster.addEventListener("dragover", (event) => {
    const day = target(event);
    if (!day) return;
    event.preventDefault();
    for (const one of roster.querySelectorAll(".is-over"))
      if (one !== day) one.classList.remove("is-over");
    day.classList.add("is-over");
  });
  roster.addEventListener("drop", (event) => {
    const day = target(event);
    if (!day) return;
    event.preventDefault();
    if (held.dataset.shift) {
      if (day.contains(held)) return;
      form.action = held.dataset.shift;
      form.elements.hari.value = day.dataset.day;
      form.requestSubmit();
      return;
    }
    const gap = event.target.closest(".roster__gap")?.querySelector("[data-gap]") || day.querySelector("[data-gap]");
    const query = new URLSearchParams({ petugas: held.dataset.person, hari: day.dataset.day });
    if (gap) {
      query.set("mulai", gap.dataset.starts);
      query.set("selesai", gap.dataset.ends);
    }
    location.assign(`${roster.dataset.add}?${query}`);
  });
})();

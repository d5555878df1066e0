// "Kirim, lalu tunggu sampai": the days are fetched when it is pressed; the one that is chosen goes with
// the answer. Without JavaScript the day is chosen on the next page.
"use strict";
(() => {
  const dialog = document.getElementById("verb");
  const composer = document.getElementById("composer");
  if (!dialog || !composer) return;
  let pressed = null; // the button that waits for a day

  const fieldOf = (form) => {
    if (!form.elements.until) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "until";
      form.append(field);
    }
    return form.elements.until;
  };
  const open = (button) => {
    pressed = button;
    button.closest("details.menu")?.removeAttribute("open");
    const url = composer.dataset.waitDaysUrl;
    document.getElementById("verb-body").replaceChildren();
    window.htmx.ajax("GET", url, { target: "#verb-body", swap: "innerHTML" }).then(() => {
      if (!dialog.querySelector("[data-wait-days]")) return; // it was refused, and that was told
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("[data-until]")?.focus();
    });
  };
  const send = (day) => {
    if (!day || !pressed?.isConnected) return;
    fieldOf(pressed.form).value = day;
    dialog.close();
    pressed.click(); // htmx looks which button was clicked
  };
  // Before htmx and the page's own habits: what has no day yet is not sent.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest('#composer [data-then="u"]');
      if (!button || !window.htmx || fieldOf(button.form).value) return;
      event.preventDefault();
      event.stopPropagation();
      open(button);
    },
    true,
  );
  dialog.addEventListener("click", (event) => {
    const day = event.target.closest("[data-until]");
    if (day) send(day.dataset.until);
  });
  dialog.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-wait-days]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    const other = form.querySelector("#wait-day");
    if (other.value) send(other.value);
    else other.focus();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || window.isTyping(event)) return;
    const day = dialog.querySelector(`[data-wait-days] [data-digit="${CSS.escape(event.key)}"]`);
    if (!day) return;
    event.preventDefault();
    send(day.dataset.until);
  });
  // Sent or refused: the next press asks again.
  const forget = () => {
    for (const form of composer.querySelectorAll("form"))
      if (form.elements.until) form.elements.until.value = "";
  };
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.closest?.("#composer")) forget();
  });
  addEventListener("pageshow", forget);
})();

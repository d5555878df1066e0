// Small habits of every staff page: dialogs, closing notices, forms that are sent once.
"use strict";
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && !dialog.open) {
        event.preventDefault();
        dialog.showModal();
        dialog
          .querySelector(
            "[autofocus], .modal__body input:not([type=hidden]), .modal__body select, .modal__body textarea",
          )
          ?.focus();
      }
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest(closer.dataset.closes)?.remove();
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const outside =
        event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
      // As Escape does: a script that guards typed text may refuse.
      if (outside && event.target.dispatchEvent(new Event("cancel", { cancelable: true }))) event.target.close();
    }
  });

  // After a new log-in in another tab the token is newer than that in this page's forms.
  window.csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  // For whom this page was drawn (siwhapik/drawn_for.py): the server refuses what comes from it
  // once another person is logged in.
  window.pageMarks = () => ({ "HX-Request": "true", "X-Drawn-For": document.body.dataset.drawnFor || "" });
  // For who was logged out meanwhile. In a tab of its own: what was typed here is still wanted.
  window.logIn = () => {
    const anchor = document.createElement("a");
    anchor.href = `/masuk/?next=${encodeURIComponent(location.pathname)}`;
    anchor.target = "_blank";
    anchor.textContent = "Masuk lagi di tab baru";
    return anchor;
  };
  document.addEventListener("htmx:configRequest", (event) => {
    Object.assign(event.detail.headers, window.pageMarks());
    const token = window.csrfToken();
    if (token && event.detail.verb !== "get") event.detail.parameters.csrfmiddlewaretoken = token;
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    if (field) field.value = window.csrfToken() || field.value;
  });

  // A double click sends once. The server refuses the second one too (form key).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit], button:not([type])"))
        button.setAttribute("aria-busy", "true");
    }, 0);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  // A key that is a letter, not a command. A field of a dialog keeps the focus for a moment after the dialog closed.
  window.isTyping = (event) =>
    Boolean(event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) &&
    !event.target.closest("dialog:not([open])");

  // Escape closes an open menu; g and a letter go to a page of the rail.
  const PAGES = { q: "/antrean/", d: "/dasbor/" };
  const HOLDS = 1500; // ms between g and the letter
  let going = -HOLDS;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    }
    if (window.isTyping(event)) return;
    const wanted = performance.now() - going < HOLDS && PAGES[event.key];
    going = event.key === "g" ? performance.now() : -HOLDS;
    if (wanted) document.querySelector(`.rail__link[href="${wanted}"]`)?.click();
  });

  // After a refusal one goes on at the first field that it is about, else at the words above the form.
  window.focusRefused = (root) => {
    const fields = ["input:not([type=hidden])", "select", "textarea"].map((tag) => `${tag}[aria-invalid=true]`);
    const field = root.querySelector([...fields, "fieldset[aria-invalid=true] input"].join());
    (field || root.querySelector("[data-focus]"))?.focus();
  };

  const ready = () => {
    for (const button of document.querySelectorAll("[data-closes][hidden]")) button.hidden = false;
    for (const element of document.querySelectorAll("[data-needs-js][hidden]")) element.hidden = false;
    // Keys belong to a name: at a bare IP address the browser refuses them without a word.
    const byName = window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);
    if (byName)
      for (const element of document.querySelectorAll("[data-needs-passkey][hidden]")) element.hidden = false;
    window.focusRefused(document);
    // Over a ticket good news lies on its head; it has been read by then.
    if (document.querySelector(".case-page"))
      for (const alert of document.querySelectorAll(".alerts .alert--ok")) setTimeout(() => alert.remove(), 8000);
    for (const select of document.querySelectorAll("[data-submits]"))
      select.addEventListener("change", () => select.form.requestSubmit());
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();

  window.announce = (words) => {
    const box = document.getElementById("announcer");
    if (box) box.textContent = words;
  };
})();

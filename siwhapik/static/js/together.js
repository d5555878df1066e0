// With colleagues at one ticket: the poll says that one types here, and a page that is left says so.
"use strict";
(() => {
  const composer = document.getElementById("composer");
  const text = document.getElementById("id_text");
  const PAUSE = 10000; // ms without a key: not typing any more
  let typed = -PAUSE;
  let said = ""; // what the last poll said of it
  const isEmpty = () => !text?.value.trim();
  const isTyping = () => !isEmpty() && performance.now() - typed < PAUSE;
  const poll = () => document.querySelector('[data-poll="ticket"]');

  // Colleagues know at once when it begins and when it was thrown away; the rest has time.
  text?.addEventListener("input", () => {
    typed = performance.now();
    if (isEmpty() ? said && said !== "0" : said !== "1") window.htmx?.trigger(poll(), "poll-now");
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== poll() || document.hidden) return;
    if (isTyping()) said = "1";
    else if (said && isEmpty()) said = said === "0" ? "" : "0";
    else if (said) said = "paused"; // the server lets it end by itself
    if (/[01]/.test(said)) event.detail.parameters.mengetik = said;
  });

  // The colleague's words come behind one's own.
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (!elt?.matches?.("[data-use-draft]") || xhr.status !== 200) return;
    text.value = xhr.responseText;
    text.dispatchEvent(new Event("input"));
    text.dispatchEvent(new CustomEvent("draft:used", { bubbles: true }));
    text.scrollTop = text.scrollHeight;
    if (!text.closest("[hidden]")) text.focus();
    window.announce?.("Draf rekan ada di kotak balasan Anda");
    window.htmx.trigger(poll(), "poll-now");
  });

  addEventListener("pagehide", () => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", window.csrfToken() || "");
    body.append("drawn_for", document.body.dataset.drawnFor || "");
    navigator.sendBeacon(composer.dataset.leave, body);
  });
})();

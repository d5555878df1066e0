// Older messages of a long conversation. The poll fetches them and then keeps them fresh too: from
// the earliest message on the page, which the list tells (data-since).
"use strict";
(() => {
  const box = document.getElementById("thread-box");
  const list = document.getElementById("thread");
  const poll = document.querySelector('[data-poll="ticket"]');
  if (!box || !list || !poll) return;
  let wanted = null; // what was asked for and has not come yet
  let sent = null; // what the running poll asks for

  const older = () => list.querySelector(".thread__older");
  const firstBubble = () => list.querySelector(".bubble");
  const reading = () => document.dispatchEvent(new CustomEvent("thread:reading"));
  const goTo = (bubble) => {
    bubble.tabIndex = -1;
    bubble.focus({ preventScroll: true });
    bubble.scrollIntoView({ block: "center" });
    reading();
  };
  const ask = (link) => {
    const first = firstBubble();
    wanted = {
      asked: [...new URLSearchParams(link.search)][0],
      first,
      top: first?.getBoundingClientRect().top,
      count: list.querySelectorAll(".bubble").length,
      goal: link.matches("[data-quoted]") ? link.hash.slice(1) : "",
      focus: list.contains(link),
    };
    link.setAttribute("aria-busy", "true");
    window.htmx.trigger(poll, "poll-now");
  };
  // What was read stays where it was; whoever pressed the link goes on upwards from there.
  const arrived = ({ first, top, count, goal, focus }) => {
    const quoted = goal && document.getElementById(goal);
    if (quoted) { goTo(quoted); return; }
    if (first?.isConnected) box.scrollTop += first.getBoundingClientRect().top - top;
    reading();
    if (focus && first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    window.announce?.(`${list.querySelectorAll(".bubble").length - count} pesan sebelumnya ditampilkan`);
  };

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== poll) return;
    sent = wanted;
    const [name, value] = wanted?.asked || ["sejak", list.dataset.since];
    if (value) event.detail.parameters[name] = value;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== poll || !wanted || sent !== wanted) return;
    if (![200, 304].includes(event.detail.xhr?.status)) return; // the next poll asks again
    const done = wanted;
    wanted = null;
    for (const link of document.querySelectorAll("[data-older][aria-busy]")) link.removeAttribute("aria-busy");
    arrived(done);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-older], a[data-quoted]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const here = link.matches("[data-quoted]") && document.getElementById(link.hash.slice(1));
    if (here) goTo(here);
    else if (!wanted) ask(link);
  });

  // Paper shows the whole conversation. The browser prints as soon as this returns, so it waits here.
  addEventListener("beforeprint", () => {
    if (!older()) return;
    const request = new XMLHttpRequest();
    request.open("GET", `${poll.getAttribute("hx-get").split("?")[0]}?sejak=awal`, false);
    for (const [name, value] of Object.entries(window.pageMarks())) request.setRequestHeader(name, value);
    try { request.send(); } catch { return; }
    if (request.status !== 200) return;
    poll.dispatchEvent(new CustomEvent("live:fresh", { bubbles: true, detail: { html: request.responseText } }));
  });

  // The address of a quote, or of a page without scripts.
  const linked = /^#m\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (linked) goTo(linked);
})();

// Polling with ETags: asks "anything new?", takes 304 for no, and says so when the line is broken.
// Other files listen for the event "live:fresh" on the polling element; detail.html is the answer. Who could not
// show all of it calls preventDefault: the next poll then gets the whole again.
"use strict";
(() => {
  const tags = new WeakMap();
  // A page that is out of sight asks for the number in its title, seldom, and one tab for all of them.
  const RESTS = 30000;
  let asked = 0;
  const lately = () => {
    try {
      asked = Math.max(asked, Number(localStorage.getItem("poll-asked")) || 0);
    } catch {
      /* private window: each tab by itself */
    }
    return Date.now() - asked < RESTS;
  };
  const remember = () => {
    asked = Date.now();
    try {
      localStorage.setItem("poll-asked", String(asked));
    } catch {
      /* as above */
    }
  };
  const status = () => document.querySelector("[data-live-status]");
  let failures = 0;

  const tell = (...words) => {
    const box = status();
    if (!box) return;
    box.hidden = !words.length;
    box.replaceChildren(...words);
  };
  // Why a request came to nothing and what to do, by its HTTP status (0: no answer at all).
  // 409: another person is logged in now; the server's sentence says who.
  window.trouble = (begins, xhr) => {
    const alert = document.createElement("div");
    alert.className = "alert alert--danger";
    alert.setAttribute("role", "alert");
    const why = {
      0: ["Sambungan terputus; coba lagi sebentar lagi."],
      401: ["Sesi Anda berakhir. ", window.logIn(), ", lalu ulangi di sini; tulisan Anda masih ada."],
      403: ["Halaman ini sudah lama, atau hak Anda berubah. Salin tulisan Anda, lalu muat ulang halaman."],
      404: ["Tiket ini tidak lagi dapat Anda buka; mungkin sudah diteruskan."],
      408: ["Sambungan terlalu lambat, kiriman terputus. Coba lagi, atau kirim berkas yang lebih kecil."],
      409: [xhr.responseText, " Tulisan Anda masih ada di sini; salin dahulu bila masih perlu."],
      413: ["Berkasnya terlalu besar. Kurangi atau kecilkan berkas, lalu coba lagi."],
    };
    const other = ["Ada gangguan di pihak kami; coba lagi sebentar lagi. Tulisan Anda masih ada."];
    const text = document.createElement("span");
    text.append(begins, ...(why[xhr.status] || other));
    alert.append(text);
    return alert;
  };
  const failed = () => {
    failures += 1;
    if (failures >= 2)
      tell("Sambungan terputus. Yang tampil mungkin bukan yang terbaru; dicoba lagi dengan sendirinya.");
  };

  const poller = (event) => (event.detail.elt?.dataset?.poll ? event.detail.elt : null);
  document.addEventListener("htmx:configRequest", (event) => {
    const element = poller(event);
    if (!element) return;
    if (document.hidden) {
      if (lately()) {
        event.preventDefault();
        return;
      }
      // Behind other windows nobody has seen the messages.
      event.detail.path = event.detail.path.replace("terlihat=1", "");
    }
    remember();
    const tag = tags.get(element);
    if (tag) event.detail.headers["If-None-Match"] = tag;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const element = poller(event);
    const answer = event.detail.xhr;
    if (!element || !answer) return;
    if (answer.status === 401) {
      tell("Sesi Anda berakhir. ", window.logIn(), ".");
      return;
    }
    if (answer.status === 409) {
      tell(answer.responseText);
      return;
    }
    if (answer.status !== 200 && answer.status !== 304) {
      if (answer.status) failed();
      return;
    }
    failures = 0;
    tell();
    if (answer.status === 304) return;
    const detail = { html: answer.responseText };
    const fresh = new CustomEvent("live:fresh", { bubbles: true, cancelable: true, detail });
    if (element.dispatchEvent(fresh)) tags.set(element, answer.getResponseHeader("ETag"));
    else tags.delete(element);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (poller(event)) failed();
  });
  document.addEventListener("htmx:timeout", (event) => {
    if (poller(event)) failed();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !window.htmx) return;
    for (const element of document.querySelectorAll("[data-poll]")) window.htmx.trigger(element, "poll-now");
  });
})();

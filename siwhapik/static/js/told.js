// Notifications: the number on the rail and in the tab's title, a panel, and a short tone. The news
// come with the page's own poll; tabs of one person tell each other.
"use strict";
(() => {
  const link = document.querySelector('.rail__link[href="/pemberitahuan/"]');
  const panel = document.getElementById("told");
  if (!link || !panel) return;
  const PAUSE = 20000; // ms between two tones: a burst is one
  const who = document.body.dataset.drawnFor || "";
  const title = document.title;
  const list = panel.querySelector("[data-told-list]");
  const stored = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(`told-${name}:${who}`);
      localStorage.setItem(`told-${name}:${who}`, value);
    } catch {
      /* private window: for this page only */
    }
    return value;
  };

  // The number
  let count = Number(link.querySelector(".count")?.firstChild.textContent || 0);
  const show = (next) => {
    count = next;
    let badge = link.querySelector(".count");
    if (!count) badge?.remove();
    else {
      if (!badge) {
        badge = document.createElement("span");
        badge.className = "count count--danger";
        const words = document.createElement("span");
        words.className = "visually-hidden";
        words.textContent = " notifikasi baru";
        badge.append("", words);
        link.append(badge);
      }
      badge.firstChild.textContent = String(count);
    }
    document.title = count ? `(${count}) ${title}` : title;
  };

  // The tone: two short notes, made here; a browser plays none before the page was touched.
  const isQuiet = () => stored("sound") === "off";
  const ring = () => {
    const last = Number(stored("rang") || 0);
    if (isQuiet() || Date.now() - last < PAUSE || !window.AudioContext) return;
    stored("rang", String(Date.now()));
    const audio = new AudioContext();
    if (audio.state !== "running") {
      audio.close();
      return;
    }
    const loud = audio.createGain();
    loud.gain.setValueAtTime(0.0001, audio.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.15, audio.currentTime + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.4);
    const tone = audio.createOscillator();
    tone.frequency.setValueAtTime(660, audio.currentTime);
    tone.frequency.setValueAtTime(880, audio.currentTime + 0.15);
    tone.connect(loud).connect(audio.destination);
    tone.addEventListener("ended", () => audio.close());
    tone.start();
    tone.stop(audio.currentTime + 0.42);
    document.dispatchEvent(new CustomEvent("told:rang"));
  };

  // News: how many are unread, and when the newest came (ms since 1970).
  let newest = null;
  const news = (next, at) => {
    const isNew = newest === null ? next > count : at > newest;
    newest = Math.max(newest || 0, at);
    show(next);
    if (!isNew || !next) return;
    window.announce?.(`${next} notifikasi baru`);
    ring();
    if (panel.open) fill();
  };
  document.addEventListener("live:fresh", (event) => {
    const told = new DOMParser().parseFromString(event.detail.html, "text/html").querySelector("[data-told]");
    if (!told) return;
    news(Number(told.dataset.told), Number(told.dataset.newest));
    stored("count", told.dataset.told);
  });
  addEventListener("storage", (event) => {
    if (event.key === `told-count:${who}` && event.newValue !== null) show(Number(event.newValue));
  });

  // The panel
  const fill = async () => {
    const answer = await fetch(link.href + "panel/", { headers: window.pageMarks(), cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    list.innerHTML = await answer.text();
  };
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("aria-current")) return;
    event.preventDefault();
    try {
      await fill();
      panel.showModal();
      (list.querySelector("a, button") || panel).focus();
    } catch {
      location.href = link.href;
    }
  });
  // The ticket may be this very page: then its address alone changes.
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) panel.close();
  });
  panel.querySelector("[data-read-all]").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation(); // it may be sent again when more has come
    const form = event.target;
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", window.csrfToken() || body.get("csrfmiddlewaretoken"));
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: window.pageMarks() });
      if (!answer.ok) throw new Error(String(answer.status));
      show(0);
      stored("count", "0");
      await fill();
      window.announce?.("Semua notifikasi sudah dibaca");
    } catch {
      location.href = link.href;
    }
  });
  const sound = panel.querySelector("[data-sound]");
  const tell = () => {
    sound.textContent = isQuiet() ? "Hidupkan bunyi" : "Matikan bunyi";
  };
  sound.addEventListener("click", () => {
    stored("sound", isQuiet() ? "on" : "off");
    tell();
  });
  tell();
  show(count);
  stored("count", String(count));
})();

// Long texts that are kept by themselves while they are written: form[data-autosave] posts to its own address.
// The server answers with the new version; over a colleague's later text it refuses, and the button shows both.
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-autosave-state]");
  const version = form.elements.version;
  const after = 2000;
  const typed = () => JSON.stringify([...form.querySelectorAll("textarea")].map((box) => box.value));

  let saved = typed();
  let timer = 0;
  let running = null;
  let refused = false;

  const say = (words) => {
    state.textContent = words;
  };
  const settle = async (answer, value) => {
    if (answer.status === 409 || answer.status === 422) {
      refused = true;
      say(await answer.text());
      return;
    }
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    version.value = answer.headers.get("X-Version");
    saved = value;
    say(await answer.text());
    if (typed() !== saved) saveSoon();
  };
  const save = (leaving) => {
    clearTimeout(timer);
    if (running || refused || typed() === saved) return;
    const value = typed();
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", window.csrfToken() || body.get("csrfmiddlewaretoken"));
    say("Menyimpan naskah");
    running = fetch(form.action, { method: "POST", body, keepalive: Boolean(leaving), headers: window.pageMarks() })
      .then((answer) => settle(answer, value))
      .catch(() => {
        say("Naskah belum tersimpan, dicoba lagi");
        timer = setTimeout(save, 5000);
      })
      .finally(() => {
        running = null;
      });
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };

  form.addEventListener("input", saveSoon);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save(true);
  });

  // By the button: after what is on its way, whose version the form then has.
  let leaves = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (running) {
      event.preventDefault();
      running.finally(() => form.requestSubmit());
      return;
    }
    leaves = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaves && typed() !== saved) event.preventDefault();
  });
})();

// Long texts that are kept by themselves while they are written: form[data-autosave] posts to its own address.
// The server answers with the new version, and with what it refused of which field: the others are saved, and the
// reason stands at the field until it is mended. Over a colleague's later text it refuses all, and the button shows
// both. A link of the page is followed after what was typed is saved.
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-autosave-state]");
  const version = form.elements.version;
  const after = 2000;
  const again = 5000;
  const texts = (read) => JSON.stringify([...form.querySelectorAll("textarea")].map(read));
  const typed = () => texts((box) => box.value);

  // What the page came with; one that was refused by the button holds what is not saved yet.
  const summary = form.querySelector(".alert--danger");
  let saved = summary ? "" : texts((box) => box.defaultValue);
  let timer = 0;
  let running = null;
  let refused = false;
  let leaves = false;
  let incomplete = Boolean(summary);

  const mark = (box, reason) => {
    const field = box.closest(".field");
    const id = `${box.id}_error`;
    field.classList.toggle("field--error", Boolean(reason));
    document.getElementById(id)?.remove();
    box.removeAttribute("aria-invalid");
    const hint = document.getElementById(`${box.id}_helptext`) ? `${box.id}_helptext` : "";
    box.setAttribute("aria-describedby", reason ? `${hint} ${id}`.trim() : hint);
    if (!reason) return;
    const line = document.createElement("p");
    line.id = id;
    line.className = "field__error";
    line.textContent = reason;
    field.append(line);
    box.setAttribute("aria-invalid", "true");
  };
  const markAll = (errors) => {
    incomplete = Object.keys(errors).length > 0;
    summary?.remove();
    for (const box of form.querySelectorAll("textarea")) mark(box, errors[box.name]);
  };

  const say = (...words) => state.replaceChildren(...words);
  const settle = async (answer, value) => {
    if (answer.status === 409 || answer.status === 422) {
      refused = true;
      say(await answer.text());
      return;
    }
    if (answer.status === 401) {
      // Tried again all the while: once somebody has logged in again, it is saved from here.
      say("Naskah belum tersimpan: sesi Anda berakhir. ", window.logIn(), ", lalu naskah ini tersimpan sendiri.");
      timer = setTimeout(save, again);
      return;
    }
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const told = await answer.json();
    version.value = told.version;
    if (form.elements.seen) form.elements.seen.value = told.seen;
    saved = value;
    markAll(told.errors);
    say(told.said);
    if (typed() !== saved) saveSoon();
  };
  const save = (leaving) => {
    clearTimeout(timer);
    if (running || refused || typed() === saved) return;
    const value = typed();
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", window.csrfToken() || body.get("csrfmiddlewaretoken"));
    if (!state.querySelector("a")) say("Menyimpan naskah"); // the way to log in stays where it is
    running = fetch(form.action, { method: "POST", body, keepalive: Boolean(leaving), headers: window.pageMarks() })
      .then((answer) => settle(answer, value))
      .catch(() => {
        say("Naskah belum tersimpan, dicoba lagi");
        timer = setTimeout(save, again);
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
  if (typed() !== saved) saveSoon(); // also what was typed before this script ran
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !leaves) save(true);
  });

  // Twice at most: what is on its way, and what was typed since. Offline the browser asks whether to leave.
  const leaveFor = (url, tries) => {
    if (!tries || refused || typed() === saved) {
      location.href = url;
      return;
    }
    save();
    running.finally(() => leaveFor(url, tries - 1));
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hash) return;
    if (refused || incomplete || typed() === saved) return;
    event.preventDefault();
    leaveFor(link.href, 2);
  });

  // By the button: after what is on its way, whose version the form then has; and nothing beside it.
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
    if (!leaves && (incomplete || typed() !== saved)) event.preventDefault();
  });
})();

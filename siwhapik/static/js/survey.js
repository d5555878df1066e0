// The form works without this. Says once that a first answer was chosen: offices see how many begin
// and do not send. Keeps what was chosen in this browser for a day, to go on where one left, until the
// thanks are there: answers that the network lost on their way are not lost here.
"use strict";

(() => {
  const answered = document.querySelector("[data-answered]");
  if (answered) {
    try {
      localStorage.removeItem(`survei:${answered.dataset.answered}`);
    } catch {
      // Storage is switched off: nothing was kept.
    }
  }
  const form = document.querySelector("[data-survey]");
  if (!form) return;
  // A refused form's page was a POST: the browser's Back would show an error page in place of the form.
  history.replaceState(null, "", location.href);
  form.addEventListener(
    "change",
    () => {
      const field = form.elements.begun;
      if (field && field.value) return;
      if (field) field.value = "1";
      navigator.sendBeacon(`${location.pathname}mulai/`);
    }, { once: true },
  );

  // Whoever reads by ear or keyboard goes on in the screen that was opened.
  const stand = () => {
    const screen = location.hash && document.getElementById(location.hash.slice(1));
    if (!screen || !screen.matches(".survey__screen")) return;
    screen.tabIndex = -1;
    screen.focus({ preventScroll: true });
  };
  addEventListener("hashchange", stand);

  // A counter's screen keeps nothing: the next visitor would read it.
  if (form.autocomplete === "off") return;
  const key = `survei:${location.pathname}`;
  const day = 24 * 60 * 60 * 1000;
  const own = new Set(["once", "begun", "shown", "questions"]);
  // Answers to other questions are not answers to these.
  const asked = form.elements.questions ? form.elements.questions.value : "";

  const keep = () => {
    const values = [...new FormData(form)].filter(([name, value]) => value && !own.has(name));
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), asked, values }));
  };
  const goOn = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept || Date.now() - kept.at > day || kept.asked !== asked) return localStorage.removeItem(key);
    for (const [name, value] of kept.values) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    const open = [...form.querySelectorAll("fieldset.survey__question")].find(
      (question) => !question.querySelector(":checked"),
    );
    const next = open ? open.id : "akhir";
    const shown = getComputedStyle(form.querySelector(".survey__steps")).display !== "none";
    if (shown && !location.hash && kept.values.length) location.replace(`#${next}`);
  };
  try {
    if ("keeps" in form.dataset) goOn();
    form.addEventListener("change", keep);
  } catch {
    // Storage is switched off: nothing is kept.
  }
})();

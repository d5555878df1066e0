// The form works without this. Says once that a first answer was chosen: offices see how many begin
// and do not send.
"use strict";

(() => {
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
})();

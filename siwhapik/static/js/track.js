// A link of our messages carries the code behind the #: put it into the form, take it out of the
// address (and so of the history), and ask. Without JavaScript the visitor types or pastes the code.
"use strict";

(() => {
  const code = location.hash.slice(1);
  const form = document.getElementById("lacak");
  if (!form || !/^[A-Z0-9]{8,20}$/i.test(code)) {
    return;
  }
  form.elements.kode.value = code;
  history.replaceState(null, "", location.pathname);
  form.submit();
})();

// Answering one message of the citizen: it stands above the answer until it is sent or taken off.
"use strict";
(() => {
  const form = document.getElementById("reply-form");
  const box = document.getElementById("quoted");
  const field = form?.elements.quoted;
  const refuse = (text) => {
    document.body.dispatchEvent(new CustomEvent("verb-refused", { detail: { text } }));
  };
  const show = (pk, words) => {
    field.value = pk;
    box.querySelector("blockquote").textContent = words;
    box.hidden = !pk;
  };
  const set = (pk, words) => {
    show(pk, words);
    form.dispatchEvent(new CustomEvent("quote:changed"));
    window.announce?.(pk ? `Membalas pesan: ${words}` : "Kutipan dilepas");
  };
  const wordsOf = (bubble) => {
    const said = bubble.querySelector(".bubble__text, .bubble__place > span, .file__name")?.textContent.trim();
    return (said || "Pesan").slice(0, 140);
  };
  // The same message once more takes it off again.
  const want = (bubble) => {
    if (!form) refuse("Tiket ini sedang tidak dapat dibalas.");
    else if (form.hidden)
      refuse("Sudah lebih dari 24 jam: yang dapat dikirim hanya templat, dan templat tidak memuat kutipan.");
    else if (!bubble) refuse("Pilih dahulu pesan pemohon dengan j atau k, lalu tekan b.");
    else if (!bubble.matches(".bubble--in")) refuse("Yang dapat dikutip hanya pesan pemohon.");
    else {
      if (field.value === bubble.dataset.pk) set("", "");
      else set(bubble.dataset.pk, wordsOf(bubble));
      document.getElementById("id_text").focus();
    }
  };

  document.addEventListener("quote:wanted", (event) => want(event.detail.bubble));
  document.getElementById("thread")?.addEventListener("dblclick", (event) => {
    const bubble = event.target.closest(".bubble--in");
    if (bubble && form && !form.hidden) want(bubble);
  });
  // In the dialog of a message; on its own page the link leads here.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quote]");
    const bubble = link && document.getElementById(`m${link.dataset.quote}`);
    if (!bubble || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest("dialog")?.close();
    want(bubble);
  });
  if (!form) return;
  box.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    set("", "");
    document.getElementById("id_text").focus();
  });
  document.body.addEventListener("reply-sent", () => show("", ""));
  // With a draft that came back, or that a colleague had typed.
  document.addEventListener("quote:returned", (event) => set(event.detail.pk, event.detail.words));
  document.body.addEventListener("quote-offered", (event) => {
    if (!field.value) set(String(event.detail.pk), event.detail.words);
  });

  // The address asked for it once; a page that is loaded again shows what the draft keeps.
  const asked = new URL(location.href);
  if (!asked.searchParams.has("kutip")) return;
  asked.searchParams.delete("kutip");
  history.replaceState(null, "", asked.pathname + asked.search);
  addEventListener("load", () => {
    if (!form.hidden) document.getElementById("id_text").focus();
  });
})();

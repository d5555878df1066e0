// The answer box: a draft kept on the server, files shown before they are sent, and a warning when the
// citizen wrote while the officer was typing.
"use strict";
(() => {
  const form = document.getElementById("reply-form");
  if (!form) return;
  const text = document.getElementById("id_text");
  const files = document.getElementById("id_files");
  const seen = form.elements.seen;
  const state = document.getElementById("draft-state");
  const errors = document.getElementById("reply-errors");

  // Draft
  const quoted = form.elements.quoted;
  let saved = text.value;
  let savedQuote = quoted.value;
  let timer = 0;
  const save = (leaving) => {
    clearTimeout(timer);
    if (text.value === saved && quoted.value === savedQuote) return;
    const value = text.value;
    const quote = quoted.value;
    const body = new FormData();
    body.append("text", value);
    body.append("quoted", quote);
    body.append("csrfmiddlewaretoken", window.csrfToken() || form.elements.csrfmiddlewaretoken.value);
    state.textContent = "Menyimpan draf";
    fetch(form.dataset.draft, { method: "POST", body, keepalive: Boolean(leaving), headers: window.pageMarks() })
      .then(async (answer) => {
        if (answer.status === 409) {
          state.textContent = `Draf belum tersimpan. ${await answer.text()}`;
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        saved = value;
        savedQuote = quote;
        state.textContent = value.trim() ? "Draf tersimpan" : "";
      })
      .catch(() => {
        state.textContent = "Draf belum tersimpan, dicoba lagi";
        timer = setTimeout(save, 5000);
      });
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 900);
  };
  text.addEventListener("input", saveSoon);
  form.addEventListener("quote:changed", saveSoon);

  // The text of an update is the same draft: when the window opens or closes it moves to the box in use.
  const template = document.getElementById("template-form");
  const words = template ? [...template.querySelectorAll("[data-words]")] : [];
  const templateState = template?.querySelector("[data-draft-state]");
  const preview = (box) => {
    const shown = box.closest("fieldset").querySelector("[data-pattern]");
    const blank = `[${box.closest(".field").querySelector(".field__label").textContent}]`;
    const said = box.value.trim().replace(/\s+/g, " ") || blank;
    shown.textContent = shown.dataset.pattern.replaceAll(blank, () => said);
  };
  const fill = (box, said) => {
    box.value = said;
    preview(box);
  };
  for (const box of words) {
    box.addEventListener("input", () => {
      text.value = box.value;
      text.dispatchEvent(new Event("input"));
      preview(box);
    });
  }
  const carryOver = () => {
    if (text.value.trim())
      for (const box of words) fill(box, text.value);
  };
  text.addEventListener("draft:used", carryOver);
  if (templateState)
    new MutationObserver(() => {
      templateState.textContent = state.textContent;
    }).observe(state, { childList: true });
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save(true);
  });

  // What a supervisor returned goes into the empty box; it is the draft that the server has.
  document.addEventListener("live:fresh", () => {
    const held = document.querySelector("#held [data-returned]")?.dataset;
    const back = held?.returned;
    if (!back || back === saved || text.value.trim()) return;
    text.value = back;
    saved = back;
    if (held.quote)
      document.dispatchEvent(
        new CustomEvent("quote:returned", { detail: { pk: held.quote, words: held.quoteWords } }),
      );
    carryOver();
  });

  // New messages while typing
  const fresh = document.getElementById("new-messages");
  let unseen = 0;
  let newest = Number(seen.value);
  const settle = () => {
    unseen = 0;
    seen.value = String(newest);
    fresh.hidden = true;
  };
  document.addEventListener("thread:new", (event) => {
    newest = event.detail.newest;
    if (!text.value.trim() && !files.files.length) {
      settle();
      return;
    }
    unseen += event.detail.count;
    fresh.querySelector("span").textContent = `${unseen} pesan baru sejak Anda mulai mengetik`;
    fresh.hidden = false;
  });
  fresh.querySelector("button").addEventListener("click", () => {
    settle();
    text.focus();
  });

  // What is wrong with the text or the files is marked there until it is changed.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== errors) return;
    const wrong = errors.querySelector("[data-wrong]")?.dataset.wrong;
    for (const field of [text, files]) {
      if (field.name !== wrong) continue;
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
  });
  const forgetErrors = () => {
    if (!errors.querySelector("input")) errors.replaceChildren();
  };
  text.addEventListener("input", () => {
    text.removeAttribute("aria-invalid");
    forgetErrors();
  });

  // The server asks the same: once is enough.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === errors && errors.querySelector("[name=confirmed]")) fresh.hidden = true;
  });

  // Files before they are sent
  const list = document.getElementById("file-list");
  // As services/number_words.py says it once the file is sent.
  const sizeOf = ({ size }) =>
    size < 1024
    ? `${size} B`
    : (size < 1048576 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1048576).toFixed(1)} MB`).replace(".", ",");
  const showFiles = () => {
    files.removeAttribute("aria-invalid");
    forgetErrors();
    list.replaceChildren(
      ...[...files.files].map((file, index) => {
        const item = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const reader = new FileReader();
          reader.onload = () => {
            const image = document.createElement("img");
            image.alt = "";
            image.src = reader.result;
            item.prepend(image);
          };
          reader.readAsDataURL(file);
        }
        const name = document.createElement("span");
        name.textContent = `${file.name} (${sizeOf(file)})`;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "button button--quiet button--small";
        drop.textContent = "Hapus";
        drop.setAttribute("aria-label", `Hapus ${file.name}`);
        drop.addEventListener("click", () => {
          const rest = new DataTransfer();
          [...files.files].forEach((other, at) => {
            if (at !== index) rest.items.add(other);
          });
          files.files = rest.files;
          showFiles();
        });
        item.append(name, drop);
        return item;
      }),
    );
  };
  files.addEventListener("change", showFiles);
  const take = (transfer) => {
    if (!transfer?.files?.length) return false;
    const all = new DataTransfer();
    for (const file of [...files.files, ...transfer.files]) all.items.add(file);
    files.files = all.files;
    showFiles();
    return true;
  };
  text.addEventListener("paste", (event) => {
    if (take(event.clipboardData)) event.preventDefault();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer);
  });

  text.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return; // by the list of quick replies
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.altKey)) return;
    event.preventDefault();
    const follows = event.altKey ? (event.shiftKey ? "u" : "w") : event.shiftKey ? "e" : "";
    const button = form.querySelector(follows ? `[data-then="${follows}"]` : "[name=then]");
    if (button && !button.disabled) button.click(); // htmx looks which button was clicked
  });

  // Sending
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) clearTimeout(timer);
  });
  const broken = (event) => {
    if (event.target === form) errors.replaceChildren(window.trouble("Belum terkirim. ", event.detail.xhr));
  };
  for (const name of ["sendError", "timeout"]) form.addEventListener(`htmx:${name}`, broken);
  form.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 422) broken(event);
  });
  // Sent, and another ticket opens: what was sent is no draft any more.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || !event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    clearTimeout(timer);
    text.value = "";
    saved = "";
  });
  document.body.addEventListener("reply-sent", (event) => {
    form.elements.form_key.value = event.detail.form_key;
    form.elements.holder.value = event.detail.holder;
    newest = event.detail.seen;
    text.value = "";
    saved = "";
    files.value = "";
    quoted.value = "";
    savedQuote = "";
    showFiles();
    settle();
    errors.replaceChildren();
    state.textContent = "";
    window.announce?.(event.detail.text);
    const poll = document.querySelector("[data-poll]");
    if (poll) window.htmx.trigger(poll, "poll-now");
    text.focus();
  });

  // The window closes, or opens again, while the page is open
  const useWindow = (open) => {
    if (!open && !form.hidden) carryOver();
    form.hidden = !open;
    if (template) template.hidden = open;
  };
  // What the closed window kept back goes into the box in use, once, where nothing stands in it.
  let offered = document.querySelector("[data-unsent]")?.dataset.unsent || "";
  const offer = (unsent) => {
    if (!unsent || unsent === offered || text.value.trim()) return;
    offered = unsent;
    for (const box of words)
      if (!box.value.trim()) fill(box, unsent);
  };
  document.addEventListener("window:state", (event) => {
    useWindow(event.detail.open);
    if (!event.detail.open) offer(event.detail.unsent);
  });
  document.addEventListener("window:over", () => {
    save();
    useWindow(false);
    const poll = document.querySelector("[data-poll]");
    if (poll) window.htmx.trigger(poll, "poll-now");
  });
})();

// The sheet that slides over the chat: rows of a list, and what can be done with a message.
import { byId, make } from "./state.js";

const EMOJIS = ["👍", "❤️", "😂", "😮", "🙏", "😢"];

function show(title, ...content) {
  byId("sheet-title").textContent = title;
  byId("sheet-body").replaceChildren(...content);
  byId("sheet").showModal();
}

const close = () => byId("sheet").close();

function option(text, note, work) {
  return make(
    "button", {
      type: "button",
      class: "option",
      text,
      onclick: () => {
        close();
        work();
      },
    },
    note && make("small", { text: note }),
  );
}

export function sheetList(message, pick) {
  const found = [];
  for (const section of message.list.sections) {
    if (section.title) found.push(make("h3", { text: section.title }));
    for (const row of section.rows) found.push(option(row.title, row.description, () => pick(message, row)));
  }
  show(message.list.button, ...found);
}

export function sheetActions(message, { quote, send }) {
  const emojis = EMOJIS.map((emoji) =>
    make("button", {
      type: "button",
      text: emoji,
      "aria-label": `Beri reaksi ${emoji}`,
      onclick: () => {
        close();
        send({ type: "reaction", message_id: message.wamid, emoji });
      },
    }),
  );
  const found = [make("div", { class: "emojis" }, ...emojis)];
  found.push(option("Balas pesan ini", "", () => quote(message)));
  if (message.reactions.length) {
    found.push(option("Hapus reaksi", "", () => send({ type: "reaction", message_id: message.wamid, emoji: "" })));
  }
  if (message.direction === "in" && !message.deleted) found.push(...own(message, send));
  if (message.direction === "out") found.push(history(message));
  show("Pesan", ...found);
}

function own(message, send) {
  const found = [option("Hapus untuk semua orang", "", () => send({ type: "revoke", message_id: message.wamid }))];
  if (message.type === "text") {
    found.unshift(option("Ubah teks", "", () => edit(message, send)));
    found.push(option("Kirim sebagai terusan", "", () => send({ type: "text", text: message.text, forwarded: true })));
  }
  return found;
}

function edit(message, send) {
  const text = make("textarea", { rows: "4", "aria-label": "Teks baru" });
  text.value = message.text;
  const save = option("Simpan", "", () => send({ type: "edit", message_id: message.wamid, text: text.value }));
  save.classList.add("primary");
  show("Ubah teks", text, save);
  text.focus();
}

function history(message) {
  const names = { sent: "dikirim", delivered: "sampai", read: "dibaca", played: "diputar", failed: "gagal" };
  const lines = message.statuses.map((one) => {
    const code = one.errors[0]?.code;
    const at = new Date(one.at * 1000).toLocaleTimeString("id-ID");
    return `${at} ${names[one.status] || one.status}${code ? ` (${code})` : ""}`;
  });
  return make("p", { class: "hint", text: lines.join(" · ") || "Belum ada status" });
}

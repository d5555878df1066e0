// The conversation: polls, draws only what changed, keeps the reader's place.
import { attempt, get, post, say } from "./api.js";
import { bubble } from "./bubbles.js";
import { sheetActions, sheetList } from "./sheet.js";
import { byId, day, make, phone, state } from "./state.js";

const drawn = new Map();
let talking = "";

export async function send(message, extra = {}) {
  if (!state.citizen || !state.office) throw new Error("Pilih warga dan nomor kantor dahulu.");
  const quoted = state.quoting ? { context: state.quoting.wamid } : {};
  await post("inbound", {
    citizen: state.citizen.id,
    phone_number_id: state.office,
    ...message,
    ...quoted,
    ...extra,
  });
  unquote();
  await refresh();
  bottom();
}

export function quote(message) {
  state.quoting = message;
  byId("quoting").hidden = false;
  byId("quoting").querySelector("p").textContent = message.text || message.media?.filename || "Pesan";
  byId("text").focus();
}

export function unquote() {
  state.quoting = null;
  byId("quoting").hidden = true;
}

export const tap = attempt((message, button) =>
  send({ type: "button_reply", id: button.id, title: button.title }, { context: message.wamid }),
);

export const pick = attempt((message, row) => send({ type: "list_reply", ...row }, { context: message.wamid }));

const EXAMPLE_PLACE = { latitude: -7.0051, longitude: 110.4381, name: "Balai desa (contoh)" };

export const locate = attempt((message) =>
  send({ type: "location", ...EXAMPLE_PLACE }, message ? { context: message.wamid } : {}),
);

const share = attempt((message) =>
  send({ type: "contacts", name: state.citizen.name, phone: `+${state.citizen.wa_id}` }, { context: message.wamid }),
);

const actions = {
  tap,
  share,
  locate,
  open: (message) => sheetList(message, pick),
  more: (message) => sheetActions(message, { quote, send: attempt(send) }),
  find: (wamid) => drawn.get(wamid)?.node.scrollIntoView({ block: "center" }),
};

export async function refresh() {
  if (!state.citizen || !state.office) return empty("Pilih atau tambahkan warga untuk mulai menulis.");
  const chosen = `${state.citizen.id}/${state.office}`;
  const seen = document.visibilityState === "visible" ? "1" : "0";
  const found = await get("conversation", {
    citizen: state.citizen.id,
    phone_number_id: state.office,
    open: seen,
  });
  // The user may have switched chats while the answer was under way.
  if (chosen !== `${state.citizen.id}/${state.office}`) return;
  if (talking !== chosen) restart(chosen);
  draw(found.messages);
  presence(found);
}

function restart(chosen) {
  talking = chosen;
  drawn.clear();
  byId("chat").replaceChildren();
  byId("down").hidden = true;
}

function draw(messages) {
  const chat = byId("chat");
  const first = drawn.size === 0;
  const atBottom = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  if (!messages.length) return empty("Belum ada percakapan. Tulis pesan pertama, misalnya “halo”.");
  chat.querySelector(".empty")?.remove();
  const known = new Map(messages.map((one) => [one.wamid, one]));
  const changes = new Set();
  let lastDay = "";
  for (const message of messages) {
    const label = day(message.sent_at);
    if (label !== lastDay) {
      mark(label, chat);
      lastDay = label;
    }
    changes.add(place(message, known, chat, first));
  }
  if (first || (atBottom && (changes.has("new") || changes.has("changed")))) bottom();
  else if (changes.has("new")) byId("down").hidden = false;
}

function mark(label, chat) {
  if (drawn.has(`day ${label}`)) return;
  const node = make("p", { class: "day", text: label });
  drawn.set(`day ${label}`, { node });
  chat.append(node);
}

function place(message, known, chat, first) {
  const print = JSON.stringify(message);
  const before = drawn.get(message.wamid);
  if (before?.print === print) return "";
  const node = bubble(message, { quoted: known.get(message.quoted), actions });
  drawn.set(message.wamid, { print, node });
  if (before) {
    // Redrawing would stop a voice note that is playing.
    const playing = [...before.node.querySelectorAll("audio, video")].some((one) => !one.paused);
    if (playing) drawn.set(message.wamid, before);
    else before.node.replaceWith(node);
    return "changed";
  }
  if (!first) node.classList.add("fresh");
  chat.append(node);
  return "new";
}

export function bottom() {
  const chat = byId("chat");
  chat.scrollTop = chat.scrollHeight;
  byId("down").hidden = true;
}

function empty(text) {
  byId("chat").replaceChildren(make("p", { class: "empty", text }));
  drawn.clear();
}

function presence(found) {
  const office = state.offices.find((one) => one.phone_number_id === state.office);
  const left = found.window_closes_at - Date.now() / 1000;
  const hours =
    left > 0 ? `jendela ${Math.floor(left / 3600)} j ${Math.floor((left % 3600) / 60)} m` : "di luar jendela 24 jam";
  byId("presence").textContent = found.typing ? "sedang mengetik…" : `${hours} · ${office.display_phone_number}`;
}

document.addEventListener(
  "play",
  (event) => {
    const wamid = event.target.closest?.(".out")?.dataset.wamid;
    if (wamid && state.citizen.read_receipts)
      post("status", { wamid, status: "played" }).catch((error) => say(error.message));
  },
  true,
);

export const owner = () =>
  state.citizen?.hides_phone ? `@${state.citizen.username || "tanpa-nomor"}` : phone(state.citizen?.wa_id);

// Writing and attaching: text, photos (several at once make an album), documents, voice, place.
import { attempt, post, say, upload } from "./api.js";
import { locate, send, unquote } from "./chat.js";
import { byId } from "./state.js";

const LARGEST = 100 * 1024 * 1024;
let picking = "document";

const submit = attempt(async () => {
  const field = byId("text");
  const text = field.value;
  if (!text.trim()) return;
  field.value = "";
  grow(field);
  try {
    await send({ type: "text", text });
  } catch (error) {
    // What was typed must not be lost.
    field.value = text;
    throw error;
  }
});

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

const SAMPLES = {
  voice: () => send({ type: "voice" }),
  image: () => send({ type: "image" }),
  album: () => send({ items: Array.from({ length: 4 }, () => ({ type: "image" })) }),
  document: () => send({ type: "document" }),
  sticker: () => send({ type: "sticker" }),
  location: () => locate(),
  contacts: () => send({ type: "contacts", name: "Pak RT (contoh)", phone: "+6281100009999" }),
  unsupported: () => send({ type: "unsupported", unsupported_type: "poll_creation" }),
};

const sendFiles = attempt(async (files) => {
  const items = [];
  for (const file of files) items.push(await described(file));
  if (items.length) await send({ items });
});

async function described(file) {
  const kind = kindOf(file);
  if (file.size > LARGEST) return { type: kind, file_size: file.size };
  const type = kind === "voice" ? "audio/ogg; codecs=opus" : file.type;
  const mimeType = kind === "voice" && !/ogg|opus/.test(file.type) ? file.type : type;
  say(`Mengunggah ${file.name}…`);
  return { type: kind, media_id: await upload(file, mimeType), filename: file.name };
}

function kindOf(file) {
  if (picking === "voice") return "voice";
  if (picking === "gallery") return file.type.startsWith("video/") ? "video" : "image";
  return "document";
}

export function startComposer() {
  const field = byId("text");
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => grow(field));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  byId("attach").addEventListener("click", (event) => attach(event.target.closest("button")));
  byId("file").addEventListener("change", async (event) => {
    await sendFiles([...event.target.files]);
    event.target.value = "";
  });
  byId("unquote").addEventListener("click", unquote);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#attach")) byId("attach").open = false;
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length) {
      picking = "gallery";
      sendFiles(files);
    }
  });
}

function attach(button) {
  if (!button) return;
  byId("attach").open = false;
  if (button.dataset.sample) return attempt(SAMPLES[button.dataset.sample])();
  picking = button.dataset.kind;
  byId("file").accept = button.dataset.pick;
  byId("file").click();
}

export const closeWindow = attempt(async (citizen, office) => {
  await post("window", { citizen, phone_number_id: office });
  say("Jendela 24 jam ditutup untuk percakapan ini.");
});

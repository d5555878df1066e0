// One message as a bubble. Everything is set as text: nothing the office sends becomes HTML.
import { clock, make } from "./state.js";

const TICKS = {
  sent: ["✓", "terkirim"],
  delivered: ["✓✓", "sampai"],
  read: ["✓✓", "dibaca"],
};

export function bubble(message, { quoted, actions }) {
  const node = make("article", { class: `bubble ${message.direction}`, "data-wamid": message.wamid });
  if (message.reactions.length) node.classList.add("marked");
  if (message.deleted) node.append(make("p", { class: "gone", text: "Pesan ini dihapus" }));
  else node.append(...content(message, quoted, actions));
  node.append(meta(message, actions));
  if (message.reactions.length) {
    node.append(make("span", { class: "reactions", text: message.reactions.join(" ") }));
  }
  return node;
}

function content(message, quoted, actions) {
  return [
    message.quoted && quote(quoted, actions),
    message.forwarded && make("p", { class: "footer", text: "Diteruskan" }),
    message.header && make("p", { class: "header", text: message.header }),
    message.media && media(message),
    message.location && place(message.location),
    ...(message.contacts || []).map(card),
    message.text && !message.contacts && paragraph(message.text),
    message.footer && make("p", { class: "footer", text: message.footer }),
    choices(message, actions),
  ].filter(Boolean);
}

function quote(quoted, actions) {
  const text = quoted ? quoted.text || quoted.media?.filename || "Pesan" : "Pesan sebelumnya";
  const attributes = { type: "button", class: "quote", text };
  if (quoted) attributes.onclick = () => actions.find(quoted.wamid);
  return make("button", attributes);
}

function media(message) {
  const { url, mime_type: type, filename, size } = message.media;
  if (type.startsWith("image/")) {
    const image = make("img", { src: url, alt: filename, loading: "lazy" });
    if (message.type === "sticker") image.className = "sticker";
    return make("a", { href: url, target: "_blank", rel: "noopener" }, image);
  }
  if (type.startsWith("audio/")) {
    return make("audio", { src: url, controls: "", preload: "metadata", "aria-label": filename });
  }
  if (type.startsWith("video/")) return make("video", { src: url, controls: "", preload: "metadata" });
  const about = make("span", { text: filename }, make("small", { text: `${kind(type)} · ${readable(size)}` }));
  return make("a", { href: url, target: "_blank", rel: "noopener", class: "file" }, about);
}

const kind = (type) => (type.split(";")[0].split("/")[1] || "berkas").split(".").pop().toUpperCase();
const readable = (size) =>
  size > 1048576 ? `${(size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(size / 1024))} KB`;

function place(location) {
  const where = `${Number(location.latitude).toFixed(5)}, ${Number(location.longitude).toFixed(5)}`;
  const small = make("small", { text: [location.address, where].filter(Boolean).join(" · ") });
  return make("div", { class: "file" }, make("span", { text: "Lokasi" }, small));
}

function card(contact) {
  const small = make("small", { text: contact.phones.join(", ") || "Kartu kontak" });
  return make("div", { class: "file" }, make("span", { text: contact.name }, small));
}

// WhatsApp's *bold* and _italic_, and web addresses as links.
function paragraph(text) {
  const node = make("p");
  for (const part of text.split(/(https?:\/\/\S*[^\s.,;:!?)]|\*[^*\n]+\*|_[^_\n]+_)/)) {
    if (/^https?:\/\//.test(part)) {
      node.append(make("a", { href: part, target: "_blank", rel: "noopener", text: part }));
    } else if (/^\*[^*\n]+\*$/.test(part)) node.append(make("strong", { text: part.slice(1, -1) }));
    else if (/^_[^_\n]+_$/.test(part)) node.append(make("em", { text: part.slice(1, -1) }));
    else node.append(part);
  }
  return node;
}

function choices(message, actions) {
  const found = (message.buttons || []).map((button) =>
    make("button", { type: "button", text: button.title, onclick: () => actions.tap(message, button) }),
  );
  if (message.list) {
    found.push(
      make("button", {
        type: "button",
        text: `☰ ${message.list.button}`,
        onclick: () => actions.open(message),
      }),
    );
  }
  if (message.link && /^https?:\/\//.test(message.link.url)) {
    found.push(
      make("a", {
        href: message.link.url,
        target: "_blank",
        rel: "noopener",
        text: `${message.link.label} ↗`,
      }),
    );
  }
  if (message.ask === "location_request_message") {
    found.push(make("button", { type: "button", text: "Kirim lokasi", onclick: () => actions.locate(message) }));
  }
  if (message.ask === "contact_request") {
    found.push(make("button", { type: "button", text: "Bagikan nomor saya", onclick: () => actions.share(message) }));
  }
  return found.length ? make("div", { class: "choices" }, ...found) : null;
}

function meta(message, actions) {
  const more = make("button", {
    type: "button",
    "aria-label": "Tindakan untuk pesan ini",
    text: "⋯",
    onclick: () => actions.more(message),
  });
  const time = make("time", { text: `${message.edited ? "diedit " : ""}${clock(message.sent_at)}` });
  const found = [more, time];
  if (message.direction === "in") {
    const [sign, label] = TICKS[message.status] || TICKS.sent;
    found.push(
      make("span", { class: `tick ${message.status}`, text: sign, title: label, "aria-label": label, role: "img" }),
    );
  }
  return make("div", { class: "meta" }, ...found);
}

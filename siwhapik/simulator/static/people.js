// Whose phone it is, and its switches.
import { attempt, get, post, say } from "./api.js";
import { owner, refresh } from "./chat.js";
import { closeWindow } from "./composer.js";
import { byId, initials, make, phone, state } from "./state.js";

const NAMES = [
  "Siti Aminah",
  "Budi Santoso",
  "Dewi Lestari",
  "Agus Wibowo",
  "Rina Wati",
  "Joko Susilo",
  "Nur Hidayah",
  "Yanto Prasetyo",
];

const recall = (key) => sessionStorage.getItem(`phone.${key}`);
const remember = (key, value) => sessionStorage.setItem(`phone.${key}`, value);

// ?warga= (a number or an id; ?citizen= does as well) and ?nomor= say which chat to open.
const address = new URLSearchParams(location.search);
const named = (address.get("warga") || address.get("citizen") || "").replace(/^[+ ]+/, "");
const isNamed = (one) => [String(one.id), one.wa_id, one.user_id].includes(named);

export async function loadPeople() {
  const listed = { limit: 60, ...(named ? { citizen: named } : {}) };
  const [{ citizens }, { numbers }] = await Promise.all([get("citizens", listed), get("numbers")]);
  const first = !state.citizen;
  state.citizens = citizens;
  state.offices = numbers;
  // A phone that was just opened shows the citizen who wrote last, in the chat where they wrote.
  const chosen = state.citizen?.id ?? citizens.find(isNamed)?.id ?? Number(recall("citizen"));
  const latest = citizens.find((one) => one.last_number) || citizens[0] || null;
  state.citizen = citizens.find((one) => one.id === chosen) || state.citizen || latest;
  const theirs = first && state.citizen && isNamed(state.citizen) ? state.citizen.last_number : "";
  const asked = state.office || address.get("nomor") || theirs || recall("office");
  const office = asked || state.citizen?.last_number;
  if (first && named && !citizens.some(isNamed)) say("Warga di alamat halaman ini tidak ditemukan.");
  state.office = (numbers.find((one) => one.phone_number_id === office) || numbers[0])?.phone_number_id;
  drawOffices();
  drawCitizens();
}

function drawOffices() {
  const print = JSON.stringify(state.offices);
  const office = byId("office");
  if (office.dataset.print !== print) {
    office.dataset.print = print;
    office.replaceChildren(
      ...state.offices.map((one) => make("option", { value: one.phone_number_id, text: one.name })),
    );
    if (!state.offices.length) office.append(make("option", { text: "Belum ada nomor kantor" }));
  }
  if (state.office) office.value = state.office;
  byId("office-avatar").textContent = initials(state.offices.find((one) => one.phone_number_id === state.office)?.name);
}

function drawCitizens() {
  const print = JSON.stringify([state.citizens, state.citizen?.id]);
  const list = byId("citizens");
  if (list.dataset.print === print) return;
  list.dataset.print = print;
  list.replaceChildren(...state.citizens.map((one) => make("li", {}, entry(one))));
  if (!state.citizens.length)
    list.append(make("li", { class: "hint", text: "Belum ada. Tambahkan warga pertama di atas." }));
  byId("switches").hidden = !state.citizen;
  for (const box of byId("switches").querySelectorAll("[data-flag]")) {
    const flag = box.dataset.flag;
    box.checked = state.citizen
      ? Boolean(flag === "blocked" ? state.citizen.failure_code : state.citizen[flag])
      : false;
  }
  document.title = state.citizen ? `${state.citizen.name} · Telepon contoh` : "Telepon contoh · Si Whapik";
}

function entry(citizen) {
  const note = citizen.hides_phone ? `@${citizen.username || "tanpa nomor"}` : phone(citizen.wa_id);
  return make(
    "button", {
      type: "button",
      "aria-pressed": String(citizen.id === state.citizen?.id),
      onclick: () => choose(citizen),
    },
    make("span", { class: "avatar", text: initials(citizen.name), "aria-hidden": "true" }),
    make("span", { text: citizen.name }, make("small", { text: note })),
  );
}

const choose = attempt(async (citizen) => {
  state.citizen = citizen;
  remember("citizen", citizen.id);
  // A citizen who wrote before opens in that chat; a new one stays with the office shown.
  if (citizen.last_number) {
    state.office = citizen.last_number;
    remember("office", state.office);
    drawOffices();
  }
  byId("people").classList.remove("shown");
  drawCitizens();
  await refresh();
});

const add = attempt(async (event) => {
  event.preventDefault();
  const form = event.target;
  const typed = form.name.value.trim() || NAMES[Math.floor(Math.random() * NAMES.length)];
  const name = /contoh/i.test(typed) ? typed : `${typed} (contoh)`;
  const hidden = form.hides_phone.checked;
  const username = hidden
    ? `${typed
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ".")
        .slice(0, 24)}`
    : "";
  const { citizen } = await post("citizens", { name, hides_phone: hidden, username });
  form.reset();
  state.citizens.unshift(citizen);
  await choose(citizen);
});

const flip = attempt(async (event) => {
  const { flag } = event.target.dataset;
  const { checked } = event.target;
  const change = {};
  if (flag === "blocked") change.failure_code = checked ? 131026 : null;
  else change[flag] = checked;
  if (flag === "hides_phone" && checked && !state.citizen.username)
    change.username = `warga.${state.citizen.id}`;
  ({ citizen: state.citizen } = await post("citizens", { id: state.citizen.id, ...change }));
  await loadPeople();
});

const move = attempt(async () => {
  ({ citizen: state.citizen } = await post("citizens", { id: state.citizen.id, new_number: "" }));
  await loadPeople();
  say(`Nomor berganti menjadi ${owner()}.`);
});

export function startPeople() {
  byId("new-citizen").addEventListener("submit", add);
  byId("switches").addEventListener("change", flip);
  byId("change-number").addEventListener("click", move);
  byId("close-window").addEventListener("click", () => closeWindow(state.citizen.id, state.office));
  byId("office").addEventListener(
    "change",
    attempt(async (event) => {
      state.office = event.target.value;
      remember("office", state.office);
      drawOffices();
      await refresh();
    }),
  );
}

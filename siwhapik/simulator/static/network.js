// The panel of things that go wrong on the way.
import { attempt, get, post, say } from "./api.js";
import { byId, make } from "./state.js";

const knobs = () => byId("knobs").querySelectorAll("[data-knob]");

function fill(network) {
  for (const knob of knobs()) {
    if (document.activeElement === knob) continue;
    if (knob.type === "checkbox") knob.checked = network[knob.dataset.knob];
    else knob.value = network[knob.dataset.knob];
  }
}

const turn = attempt(async (event) => {
  const knob = event.target;
  const value = knob.type === "checkbox" ? knob.checked : knob.type === "number" ? Number(knob.value) : knob.value;
  const turned = {
    [knob.dataset.knob]: value,
  };
  fill((await post("network", turned)).network);
});

const break_ = attempt(async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const { faults } = await post("faults", {
    target: form.get("target"),
    kind: form.get("kind"),
    code: Number(form.get("code")),
    count: Number(form.get("count")),
  });
  drawFaults(faults);
  say("Gangguan dipasang.");
});

function drawFaults(faults) {
  byId("planned").replaceChildren(
    ...faults.map((one) =>
      make("li", {
        text: `${one.remaining}× ${one.kind} (${one.target}${one.kind.includes("error") ? `, ${one.code}` : ""})`,
      }),
    ),
  );
}

export async function refreshNetwork() {
  const [{ network }, { faults }, { posts }, state] = await Promise.all([
    get("network"),
    get("faults"),
    get("posts"),
    get("state"),
  ]);
  fill(network);
  drawFaults(faults);
  byId("connection").textContent = state.connected
    ? `Tersambung ke ${state.webhook_url}. Menunggu: ${state.waiting + state.posting}.`
    : `Belum tersambung ke ${state.webhook_url || "(alamat webhook belum diatur)"}.`;
  byId("posts").replaceChildren(
    ...posts.slice(0, 8).map((one) =>
      make("li", {
        class: one.delivered_at ? "" : "bad",
        text: `#${one.id} · ${one.items} isi · ${one.attempts}× · ${one.answer || "menunggu"}`,
      }),
    ),
  );
}

export function startNetwork() {
  byId("knobs").addEventListener("change", turn);
  byId("faults").addEventListener("submit", break_);
  byId("no-faults").addEventListener(
    "click",
    attempt(async () => drawFaults((await post("faults", { clear: true })).faults)),
  );
  byId("reconnect").addEventListener(
    "click",
    attempt(async () => {
      const { connected, problem } = await post("connect");
      say(connected ? "Tersambung." : `Belum tersambung: ${problem}`);
      await refreshNetwork();
    }),
  );
}

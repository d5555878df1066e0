// Starts the phone and keeps it fresh. A poll never overlaps the one before it.
import { attempt } from "./api.js";
import { bottom, refresh } from "./chat.js";
import { startComposer } from "./composer.js";
import { refreshNetwork, startNetwork } from "./network.js";
import { loadPeople, startPeople } from "./people.js";
import { byId } from "./state.js";

const panelShown = () => byId("network").offsetParent !== null || byId("network").classList.contains("shown");

function repeat(work, every) {
  const turn = async () => {
    try {
      await work();
    } catch {
      byId("presence").textContent = "Simulator tidak menjawab, mencoba lagi…";
    }
    setTimeout(turn, every);
  };
  turn();
}

for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => {
    const panel = byId(button.dataset.open);
    panel.classList.toggle("shown");
    panel.querySelector("button")?.focus();
    if (panel.id === "network") attempt(refreshNetwork)();
  });
}
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => byId(button.dataset.close).classList.remove("shown"));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape")
    for (const panel of document.querySelectorAll(".side")) panel.classList.remove("shown");
});
byId("down").addEventListener("click", bottom);
startPeople();
startComposer();
startNetwork();
repeat(loadPeople, 3000);
repeat(refresh, 1000);
repeat(async () => {
  if (panelShown()) await refreshNetwork();
}, 2500);

// The only road to the simulator: its control API, with errors in plain words.
const BASE = "/simulator/api/";

export async function get(path, query = {}) {
  return answer(await fetch(`${BASE}${path}?${new URLSearchParams(query)}`));
}

export async function post(path, data = {}) {
  return answer(await fetch(BASE + path, { method: "POST", body: JSON.stringify(data) }));
}

export async function upload(file, mimeType = "") {
  const form = new FormData();
  form.append("file", file);
  if (mimeType) form.append("mime_type", mimeType);
  return (await answer(await fetch(`${BASE}media`, { method: "POST", body: form }))).media_id;
}

async function answer(response) {
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(data.error || `Gagal (${response.status}). Coba lagi.`);
  return data;
}

let timer;
export function say(text) {
  const toast = document.getElementById("toast");
  toast.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.textContent = ""), 4000);
}

// Runs something that may fail and tells the person when it did.
export function attempt(work) {
  return async (...given) => {
    try {
      return await work(...given);
    } catch (error) {
      say(error.message || "Simulator tidak menjawab.");
    }
  };
}

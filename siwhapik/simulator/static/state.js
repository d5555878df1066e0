// What this phone is: whose it is, which office it talks to, what it is quoting.
export const state = { citizens: [], citizen: null, offices: [], office: null, quoting: null };

export const byId = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export function initials(name) {
  return (name || "?")
    .replace(/\(.*\)/, "")
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0])
    .join("")
    .toUpperCase();
}

export function phone(digits) {
  const found = /^62(\d{3})(\d{4})(\d+)$/.exec(digits || "");
  return found ? `+62 ${found[1]}-${found[2]}-${found[3]}` : `+${digits}`;
}

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });

export const day = (seconds) =>
  new Date(seconds * 1000).toLocaleDateString("id-ID", { weekday: "long", day: "numeric", month: "long" });

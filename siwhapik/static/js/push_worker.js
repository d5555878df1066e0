// The service worker that shows what is pushed (tickets/pushes.py). It caches nothing and fetches
// nothing.
"use strict";

addEventListener("install", () => skipWaiting());

// Whoever looks at a page of ours sees the number and hears the tone there.
const show = async (told) => {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((page) => page.focused)) return;
  await registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    lang: "id",
    requireInteraction: told.stays,
    data: { url: told.url },
  });
};

const open = async (path) => {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return;
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = pages.find((page) => new URL(page.url).pathname === url.pathname);
  await (same ? same.focus() : clients.openWindow(url.href));
};

addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json()));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

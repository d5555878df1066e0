// Desktop notifications: signs this browser up on the person's own page. On every page: what another
// person signed up here ends, and what a log-out ended begins again for the same person.
"use strict";
(() => {
  const SCOPE = "/static/js/";
  const SIGN_UP = "/akun/pemberitahuan/peramban/";
  const who = document.body.dataset.drawnFor || "";
  const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  class Refused extends Error {}

  const stored = (store, name, value) => {
    try {
      if (value === undefined) return store.getItem(name);
      if (value === null) store.removeItem(name);
      else store.setItem(name, value);
    } catch {
      /* private window: nothing is remembered */
    }
    return value ?? null;
  };

  const report = async (subscription) => {
    const { endpoint, keys } = subscription.toJSON();
    const body = new FormData();
    body.set("endpoint", endpoint);
    body.set("p256dh", keys.p256dh);
    body.set("auth", keys.auth);
    const token = window.csrfToken() || document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    body.set("csrfmiddlewaretoken", token || "");
    const answer = await fetch(SIGN_UP, { method: "POST", body, headers: window.pageMarks() });
    if (answer.status === 400) throw new Refused(await answer.text());
    if (!answer.ok) throw new Error(String(answer.status));
    stored(localStorage, "push-for", who);
    stored(sessionStorage, "push-checked", who);
  };

  const current = async () => {
    const registration = await navigator.serviceWorker.getRegistration(SCOPE);
    return registration?.pushManager.getSubscription();
  };

  const end = async () => {
    stored(localStorage, "push-for", null);
    const subscription = await current();
    await subscription?.unsubscribe();
  };

  const look = async () => {
    const owner = stored(localStorage, "push-for");
    if (!isAble || !owner || !who) return;
    if (owner !== who) await end();
    else if (stored(sessionStorage, "push-checked") !== who) {
      const subscription = await current();
      if (subscription) await report(subscription);
    }
  };

  // The person's own page
  const card = document.querySelector("[data-push]");
  const button = card?.querySelector("[data-push-on]");
  const says = card?.querySelector("[data-push-says]");
  const say = (words) => {
    says.textContent = words;
    says.hidden = !words;
  };

  const bytes = (text) => {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, (one) => one.charCodeAt(0));
  };

  // Only a worker that is active can be signed up.
  const active = async () => {
    const registration = await navigator.serviceWorker.register(card.dataset.pushWorker, { scope: SCOPE });
    const worker = registration.active || registration.waiting || registration.installing;
    if (worker.state !== "activated")
      await new Promise((resolve, reject) => {
        worker.addEventListener("statechange", () => {
          if (worker.state === "activated") resolve();
          if (worker.state === "redundant") reject(new Error(""));
        });
      });
    return registration;
  };

  const subscribe = async (registration) => {
    const options = { userVisibleOnly: true, applicationServerKey: bytes(card.dataset.pushKey) };
    try {
      return await registration.pushManager.subscribe(options);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      // Signed up under an earlier key of ours.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      return registration.pushManager.subscribe(options);
    }
  };

  const begin = async () => {
    if ((await Notification.requestPermission()) !== "granted") {
      say("Peramban ini melarang notifikasi dari Si Whapik. Izinkan lewat ikon di kiri alamat, lalu coba lagi.");
      return;
    }
    const registration = await active();
    await report(await subscribe(registration));
    await registration.showNotification("Si Whapik", {
      body: "Notifikasi di peramban ini sudah aktif.",
      tag: "signed-up",
      lang: "id",
      data: { url: location.pathname },
    });
    location.reload();
  };

  if (card && !isAble)
    say(
      window.isSecureContext
      ? "Peramban ini tidak mengenal notifikasi desktop. Di iPhone: tambahkan Si Whapik ke layar utama lebih dahulu."
      : "Notifikasi desktop hanya dapat dipakai bila Si Whapik dibuka lewat alamat https.",
    );
  if (card && isAble) {
    button.hidden = Boolean(card.querySelector("[data-push-off]"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      say("");
      try {
        await begin();
      } catch (error) {
        say(
          error instanceof Refused
          ? error.message
          : "Belum berhasil: layanan notifikasi peramban ini tidak terjangkau. Coba lagi nanti.",
        );
      }
      button.disabled = false;
    });
    card.querySelector("[data-push-off]")?.form.addEventListener("submit", () => {
      end().catch(() => {});
    });
  }
  look().catch(() => {});
})();

// Photos and PDF files of a conversation, one after the other: over the page, or beside the composer where
// there is room. Without JavaScript, and for all other files, the links open the file itself.
"use strict";
(() => {
  if (!window.HTMLDialogElement) return;
  const icon = (path) =>
    `<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.800"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`;
  const tool = (key, name, path) =>
    `<button class="button button--quiet button--icon" type="button" data-view-key="${key}"
      aria-label="${name} (${key === "Escape" ? "Esc" : key})">${icon(path)}</button>`;
  // Made here, so that a ticket's page costs no more.
  const dialog = document.createElement("dialog");
  dialog.id = "viewer";
  dialog.className = "viewer";
  dialog.setAttribute("aria-labelledby", "viewer-name");
  dialog.innerHTML = `
    <div class="viewer__bar">
      <h2 class="viewer__name" id="viewer-name" tabindex="-1"></h2>
      <span class="muted small" id="viewer-place"></span>
      <div class="viewer__tools" role="group" aria-label="Alat">
        <span data-photo-tools>
          ${tool("-", "Perkecil", "M4 10h12")}
          ${tool("+", "Perbesar", "M4 10h12M10 4v12")}
          ${tool("t", "Putar", "M15.500 8A6 6 0 1 0 16 11.500M16 3.500V8h-4.500")}
        </span>
        <a class="button button--quiet button--icon" id="viewer-open" target="_blank" rel="noopener"
          aria-label="Buka di tab baru">${icon("M11.500 3.500h5v5M16.500 3.500 9 11M8 5H4v11h11v-4")}</a>
        ${tool("Escape", "Tutup", "M5 5l10 10M15 5 5 15")}
      </div>
    </div>
    <div class="viewer__stage" id="viewer-stage"></div>
    <div class="viewer__steps">
      <button class="button" type="button" data-view-key="ArrowLeft">
        ${icon("M12 5l-5 5 5 5")}Sebelumnya
      </button>
      <button class="button" type="button" data-view-key="ArrowRight">
        Berikutnya${icon("M8 5l5 5-5 5")}
      </button>
    </div>`;
  document.body.append(dialog);
  const stage = document.getElementById("viewer-stage");
  const roomy = matchMedia("(min-width: 1280px)");
  const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8];
  let shown = ""; // the address of the file
  let photo = null; // {image, frame, zoom, turns}

  const links = () => [...document.querySelectorAll("#thread a[data-view]")];
  const linkOf = (href) => links().find((link) => link.getAttribute("href") === href);
  const canShow = (link) => link && (link.dataset.view !== "pdf" || navigator.pdfViewerEnabled !== false);

  // As large as there is room, times the zoom; a photo that lies on its side changes width and height.
  const fit = () => {
    if (!photo?.image.naturalWidth) return;
    const { image, frame, zoom, turns } = photo;
    const lies = turns % 2 === 1;
    const size = [image.naturalWidth, image.naturalHeight];
    const [width, height] = lies ? size.reverse() : size;
    const room = [stage.offsetWidth - 16, stage.offsetHeight - 16];
    const scale = Math.min(room[0] / width, room[1] / height, 1) * zoom;
    const middle = [
      (stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth,
      (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight,
    ];
    frame.style.width = `${width * scale}px`;
    frame.style.height = `${height * scale}px`;
    image.style.width = `${image.naturalWidth * scale}px`;
    image.style.transform = `translate(-50%, -50%) rotate(${turns * 90}deg)`;
    stage.classList.toggle("viewer__stage--moves", zoom > 1);
    stage.scrollLeft = middle[0] * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = middle[1] * stage.scrollHeight - stage.clientHeight / 2;
  };
  const zoomBy = (steps) => {
    if (!photo) return;
    const at = ZOOMS.indexOf(photo.zoom) + steps;
    photo.zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at))];
    fit();
  };
  const zoomTo = (zoom) => {
    if (photo) photo.zoom = zoom;
    fit();
  };
  const turn = () => {
    if (photo) photo.turns = (photo.turns + 1) % 4;
    fit();
  };

  // A reason that has to be given again, or a line that is broken: the file's own page says more.
  const wrong = () => {
    const words = document.createElement("p");
    words.className = "viewer__wrong";
    words.textContent = "Berkas ini tidak dapat ditampilkan di sini. Buka di tab baru.";
    stage.replaceChildren(words);
    photo = null;
  };
  const showPhoto = (href, name) => {
    const image = new Image();
    const frame = document.createElement("div");
    frame.className = "viewer__frame";
    image.alt = name;
    image.draggable = false;
    image.addEventListener("load", fit);
    image.addEventListener("error", () => photo?.image === image && wrong());
    image.src = href;
    frame.append(image);
    stage.replaceChildren(frame);
    stage.tabIndex = 0; // arrows scroll a photo that is larger than its room
    photo = { image, frame, zoom: 1, turns: 0 };
  };
  const showPdf = (href, name) => {
    const page = document.createElement("iframe");
    page.title = name;
    page.src = `${href}#navpanes=0`; // without its own list of pages
    stage.replaceChildren(page);
    stage.removeAttribute("tabindex");
    photo = null;
  };
  const show = (link) => {
    shown = link.getAttribute("href");
    const all = links();
    const at = all.indexOf(link);
    const name = link.firstChild.textContent.trim();
    document.getElementById("viewer-name").textContent = name;
    document.getElementById("viewer-place").textContent = `${at + 1} dari ${all.length}`;
    document.getElementById("viewer-open").href = shown;
    dialog.querySelector("[data-photo-tools]").hidden = link.dataset.view === "pdf";
    for (const [key, ends] of [
        ["ArrowLeft", at === 0],
        ["ArrowRight", at === all.length - 1]
      ])
      dialog.querySelector(`[data-view-key="${key}"]`).setAttribute("aria-disabled", String(ends));
    if (link.dataset.view === "pdf") showPdf(shown, name);
    else showPhoto(shown, name);
    window.announce?.(`${name}, ${at + 1} dari ${all.length}`);
  };
  const step = (by) => {
    const all = links();
    const next = all[all.indexOf(linkOf(shown)) + by];
    if (canShow(next)) show(next);
  };

  const place = () => (roomy.matches ? dialog.show() : dialog.showModal());
  const open = (link) => {
    if (!dialog.open) place();
    show(link);
    document.getElementById("viewer-name").focus();
  };
  // The poll may have drawn the link anew meanwhile.
  const back = () => {
    const link = linkOf(shown);
    stage.replaceChildren();
    photo = null;
    link?.focus();
    link?.scrollIntoView({ block: "nearest" });
  };
  const close = () => dialog.open && dialog.close();
  let replacing = false;
  dialog.addEventListener("close", () => {
    if (!replacing) back();
    replacing = false;
  });
  roomy.addEventListener("change", () => {
    if (!dialog.open) return;
    replacing = true;
    dialog.close(); // its event comes later
    place();
  });
  new ResizeObserver(fit).observe(stage);

  const KEYS = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    "-": () => zoomBy(-1),
    "+": () => zoomBy(1),
    "=": () => zoomBy(1),
    0: () => zoomTo(1),
    t: turn,
    Escape: close,
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view-key]");
    if (button) {
      KEYS[button.dataset.viewKey]();
      return;
    }
    const link = event.target.closest("#thread .file a")?.closest(".file").querySelector("a[data-view]");
    if (!canShow(link) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (!dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const other = document.querySelector("dialog:modal");
    if ((other && other !== dialog) || window.isTyping(event) || event.target.closest("audio, video")) return;
    if (event.key === "Escape" && document.querySelector("details.menu[open]")) return;
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  stage.addEventListener("dblclick", () => zoomTo(photo?.zoom > 1 ? 1 : 2));
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons !== 1 || !photo) return;
    stage.scrollLeft -= event.movementX;
    stage.scrollTop -= event.movementY;
  });
})();

/* A walk through a school. Each answer is kept on this phone (IndexedDB) at once, and what
   is sent waits here until the server has answered for its id. Works in the page of the
   walk and in the shell that the service worker shows without a signal: that one is filled
   with the form as it was when the page was last open. */
(() => {
  "use strict";
  const panel = document.getElementById("walk");
  if (!panel || !self.indexedDB) return;
  const state = document.getElementById("walk-state");
  const isShell = "shell" in panel.dataset;
  const AGAIN_MS = 20_000;
  const { walks, forms, walker } = self.logOnPhone;
  const told = new Map();
  let form = document.getElementById("walk-form");
  let begun = null;
  let owner = null;
  let known = null; /* settled when it is known who walks here, and what they had begun */
  let sending = false;
  let saved = null;
  let trouble = "";

  const mine = async () => (await walks.all()).filter((one) => one.owner === owner);
  const ready = async () => (await mine()).filter((one) => one.isReady);

  /* ---- What one sees of it ---- */

  const add = (parent, tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    parent.append(made);
    return made;
  };

  const button = (item, text, act) => {
    const made = add(item, "button", text, { type: "button", class: "btn btn-outline-primary me-2 mb-2" });
    made.addEventListener("click", act);
  };

  const again = async (one, changes) => {
    told.delete(one.id);
    await walks.drop(one.id);
    const record_id = changes.id ?? one.id;
    await walks.keep({ ...one, ...changes, fields: { ...one.fields, record_id } });
  };

  const row = (list, one) => {
    const { state: answer, sentence } = told.get(one.id);
    const item = add(list, "li", "");
    add(item, "strong", `${one.title}: ${one.school}`);
    add(item, "p", sentence, { class: "mb-2" });
    if (answer === "otherwise")
      button(item, "Send it as one of its own", async () => {
        await again(one, { id: crypto.randomUUID() });
        await send();
      });
    else
      button(item, "Open it again", async () => {
        await again(one, { isReady: false });
        location.assign(one.path);
      });
    button(item, "Remove it from this phone", async () => {
      told.delete(one.id);
      await walks.drop(one.id);
      await show();
    });
  };

  const show = async () => {
    const waiting = await ready();
    const open = waiting.filter((one) => !told.has(one.id));
    state.replaceChildren();
    if (saved) {
      const line = add(state, "p", `${saved.sentence} `, { class: "notice notice-good mb-2" });
      add(line, "a", "See it", { href: saved.url });
    }
    if (open.length) {
      const walked = open.length === 1 ? "1 walkthrough is" : `${open.length} walkthroughs are`;
      add(state, "p", `${walked} waiting to be sent. ${trouble}`.trim(), { class: "notice notice-warn mb-2" });
    }
    if (waiting.length === open.length) return;
    const list = add(state, "ul", "", { class: "walk-waiting" });
    for (const one of waiting) if (told.has(one.id)) row(list, one);
  };

  /* ---- Handing it over ---- */

  const asked = async (url, options = {}) => {
    const answer = await fetch(url, { redirect: "manual", headers: { Accept: "application/json" }, ...options });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Error("Sign in to send them.");
    if ([403, 404].includes(answer.status)) throw new Error("This account cannot send them now. Tell your office.");
    if (!answer.ok || !isJson) throw new Error("The server did not take them; they stay here.");
    return answer.json();
  };

  const handOver = async () => {
    const waiting = (await ready()).filter((one) => !told.has(one.id));
    if (!waiting.length) return;
    const { token, owner: signedIn } = await asked(panel.dataset.device);
    if (signedIn !== owner) throw new Error("Somebody else is signed in. Sign in to send them.");
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" };
    for (const one of waiting) {
      const body = JSON.stringify({ fields: one.fields });
      const answer = await asked(one.send, { method: "POST", body, headers });
      if (answer.state === "saved") {
        await walks.drop(one.id);
        saved = answer;
      } else told.set(one.id, answer);
    }
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    trouble = "";
    try {
      await handOver();
    } catch (error) {
      trouble = error instanceof TypeError ? "There is no signal." : error.message;
    }
    sending = false;
    await show();
  };

  /* ---- The form ---- */

  const read = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return Object.fromEntries(data);
  };

  const write = (fields) => {
    for (const item of form.elements) {
      if (!item.name || ["submit", "button"].includes(item.type) || item.name === "csrfmiddlewaretoken") continue;
      if (["radio", "checkbox"].includes(item.type)) item.checked = fields[item.name] === item.value;
      else if (item.name in fields) item.value = fields[item.name];
      const folded = item.closest("details");
      if (folded && item.value) folded.open = true;
    }
  };

  const keepBegun = async (changes = {}) => {
    begun ??= { id: crypto.randomUUID() };
    const { school, title, send: url } = form.dataset;
    begun = {
      ...begun,
      ...{ owner, school, title, send: url, path: new URL(form.action).pathname },
      ...{ fields: { ...read(), record_id: begun.id }, isReady: false },
      ...changes,
    };
    await walks.keep(begun);
  };

  const missing = () =>
    [...form.querySelectorAll(".walk-finding :checked")]
      .map((radio) => radio.closest(".walk-item").querySelector(".walk-found input"))
      .find((what) => !what.value.trim());

  const submitted = async () => {
    const empty = missing();
    if (empty) {
      empty.setCustomValidity("Say what has to be mended.");
      empty.reportValidity();
      empty.addEventListener("input", () => empty.setCustomValidity(""), { once: true });
      return;
    }
    await keepBegun({ isReady: true });
    const { id } = begun;
    begun = null;
    form.remove();
    form = null;
    document.getElementById("walk-back")?.remove();
    await send();
    if (saved && !isShell && !(await walks.all()).some((one) => one.id === id)) location.assign(saved.url);
    else panel.scrollIntoView();
  };

  const restore = async () => {
    if ("refused" in panel.dataset) return;
    const path = new URL(form.action).pathname;
    begun = (await mine()).find((one) => !one.isReady && one.path === path) ?? null;
    if (!begun) return;
    write(begun.fields);
    const note = document.createElement("p");
    note.className = "notice mb-2";
    note.id = "walk-back";
    note.textContent = "Your answers are back as you left them. ";
    form.before(note);
    button(note, "Begin anew", async () => {
      await walks.drop(begun.id);
      location.reload();
    });
  };

  /* From the first tap on, also while it is still looked up who walks here. Where the
     phone keeps nothing, the form goes as forms do. */
  const listen = () => {
    form.addEventListener("input", () => known.then(() => keepBegun()).catch(() => {}));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      known.then(() => submitted(), () => form.submit());
    });
  };

  /* ---- The shell, and what it is filled with ---- */

  const remember = (made) => {
    const copy = made.cloneNode(true);
    copy.querySelector("[name=csrfmiddlewaretoken]")?.remove();
    return forms.keep({ path: new URL(made.action).pathname, owner, html: copy.outerHTML });
  };

  const learn = async (path) => {
    const answer = await fetch(path, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.getElementById("walk-form");
    if (made) await remember(document.adoptNode(made));
  };

  const fill = async () => {
    const kept = (await forms.all()).find((one) => one.owner === owner && one.path === location.pathname);
    document.getElementById("walk-none").hidden = Boolean(kept);
    if (!kept) return;
    const page = new DOMParser().parseFromString(kept.html, "text/html");
    form = document.adoptNode(page.getElementById("walk-form"));
    panel.append(form);
    document.getElementById("walk-title").textContent = form.dataset.title;
    document.getElementById("walk-school").textContent = form.dataset.school;
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    form.elements.on.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    form.elements.begins.value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  };

  const learnWho = async () => {
    owner = await walker();
    if (isShell) await fill();
    else if (form && !("refused" in panel.dataset)) await remember(form);
    if (form) await restore();
    if (form && isShell) listen();
  };

  const start = async () => {
    known = learnWho();
    if (form) listen();
    await known;
    await show();
    await send();
    for (const path of panel.dataset.forms?.split(" ") ?? []) await learn(path).catch(() => {});
  };

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => (await ready()).length && send(), AGAIN_MS);
  navigator.serviceWorker?.register("/worker.js");
  navigator.storage?.persist?.();
  start();
})();

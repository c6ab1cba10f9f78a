/* The ten-second log. Each tap is first kept on this phone (IndexedDB), then sent; it is
   dropped only when the server has answered for its id. Works in the home page and in the
   shell that the service worker shows without a signal. */
(() => {
  "use strict";
  const panel = document.getElementById("log");
  if (!panel) return;
  const form = document.getElementById("log-form");
  const state = document.getElementById("log-state");
  const isShell = "shell" in panel.dataset;
  const AGAIN_MS = 20_000;
  const refused = new Map();
  let sending = false;
  let saved = "";
  let clock = "";
  let trouble = "";
  let behind = 0; // minutes by which the clock of this phone is late

  const { keep, drop, all, settings, learn, unlearn } = self.logOnPhone;

  /* The page knows who is signed in; the shell only who was, when there was a signal. */
  const page = document.body.dataset.owner;
  if (page && settings() && settings().owner !== page) unlearn();
  const owner = () => page ?? settings()?.owner;
  const waiting = async () => (await all()).filter((line) => line.owner === owner());

  /* ---- What one sees of it ---- */

  const add = (parent, tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    parent.append(made);
    return made;
  };

  const button = (row, text, act) => {
    add(row, "button", text, { type: "button", class: "btn btn-sm btn-outline-primary" })
      .addEventListener("click", act);
  };

  const two = (number) => String(number).padStart(2, "0");

  /* Where it can be added by hand, filled in but for the words: those stay off the
     address, which others keep. */
  const byHand = (line) => {
    const [type, usual] = line.kind.split(":");
    const minutes = Number(line.minutes || usual) || 30;
    const began = new Date(Date.parse(line.ended_at) + (behind - minutes) * 60_000);
    const on = `${began.getFullYear()}-${two(began.getMonth() + 1)}-${two(began.getDate())}`;
    const started = `${two(began.getHours())}:${two(began.getMinutes())}`;
    const { school = "", with_whom = "", audience_count = "" } = line;
    const said = new URLSearchParams({ type, minutes, on, started, school, with_whom, audience_count });
    const when = began.toLocaleString("en-US", { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
    return { url: `${panel.dataset.add}?${said}`, words: `${when}, ${minutes} min` };
  };

  const row = (list, line) => {
    const item = add(list, "li", "");
    const { url, words } = byHand(line);
    add(item, "strong", line.label);
    add(item, "p", refused.get(line.record_id), { class: "mb-1" });
    add(item, "p", [words, line.note].filter(Boolean).join(". "), { class: "meta mb-1" });
    add(item, "a", "Add it by hand", { href: url, class: "btn btn-sm btn-primary me-2" });
    button(item, "Remove it from this phone", async () => {
      refused.delete(line.record_id);
      await drop(line.record_id);
      await show();
    });
  };

  const show = async () => {
    const lines = await waiting();
    const open = lines.filter((line) => !refused.has(line.record_id));
    state.replaceChildren();
    if (saved) add(state, "p", `Logged: ${saved}. ${clock}`.trim(), { class: "notice notice-good mb-2" });
    if (open.length) add(state, "p", `${open.length} waiting to be sent. ${trouble}`.trim(), { class: "notice notice-warn mb-2" });
    if (lines.length === open.length) return;
    add(state, "p", "These could not be taken. Add them by hand, then remove them here.", { class: "fw-semibold mb-1" });
    const list = add(state, "ul", "", { class: "log-waiting" });
    for (const line of lines) if (refused.has(line.record_id)) row(list, line);
  };

  /* ---- Handing it over ---- */

  const asked = async (url, options = {}) => {
    const answer = await fetch(url, { redirect: "manual", headers: { Accept: "application/json" }, ...options });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Error("Sign in to send them.");
    if (answer.status === 403) throw new Error("This account cannot send them now. Tell your office.");
    if (!answer.ok || !isJson) throw new Error("The server did not take them; they stay here.");
    return answer.json();
  };

  const greet = async () => {
    const { token, ...told } = await asked(panel.dataset.device);
    learn(told);
    return token;
  };

  const handOver = async () => {
    const token = await greet();
    const lines = (await waiting()).filter((line) => !refused.has(line.record_id));
    if (!lines.length) return;
    const body = JSON.stringify({ now: new Date().toISOString(), lines });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" };
    const told = await asked(panel.dataset.send, { method: "POST", body, headers });
    for (const one of told.results) {
      if (one.state === "saved") {
        await drop(one.id);
        saved = one.sentence;
      } else refused.set(one.id, one.sentence);
    }
    const today = document.getElementById("log-today");
    if (today) today.textContent = told.minutes_today;
    behind = told.clock_behind;
    if (behind) clock = "The clock of this phone is wrong; the time was put right.";
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
    if (isShell) fill();
  };

  /* ---- A tap ---- */

  const tapped = async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    data.delete("csrfmiddlewaretoken");
    const line = Object.fromEntries([...data].filter(([, value]) => value));
    const label = event.submitter.querySelector("span").textContent;
    await keep({
      ...line,
      record_id: crypto.randomUUID(),
      ended_at: new Date().toISOString(),
      owner: owner(),
      label,
    });
    const school = form.elements.school?.value;
    form.reset();
    if (school) form.elements.school.value = school;
    saved = "";
    await show();
    await send();
  };

  /* ---- The shell ---- */

  const fill = () => {
    const known = settings();
    document.getElementById("log-none").hidden = Boolean(known);
    form.hidden = !known;
    if (!known) return;
    const school = form.elements.school;
    const chosen = school.value || String(known.school);
    school.replaceChildren();
    for (const one of known.schools) add(school, "option", one.label, { value: one.key });
    school.value = chosen;
    const tiles = form.querySelector(".log-tiles");
    tiles.replaceChildren();
    for (const tile of known.tiles) {
      const made = add(tiles, "button", "", { type: "submit", class: "log-tile", name: "kind", value: tile.value });
      add(made, "span", tile.label);
      add(made, "small", `${tile.minutes} min`);
    }
  };

  form.addEventListener("submit", tapped);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => (await waiting()).length && send(), AGAIN_MS);
  if (isShell) fill();
  navigator.serviceWorker?.register("/worker.js");
  navigator.storage?.persist?.();
  show().then(send);
})();

/* Small helps on top of pages that work without them: errors get the focus,
   a form is sent once, typed text survives, refusals reach #messages. */
(() => {
  "use strict";
  const body = document.body;
  const SENT_TOO_LONG_MS = 8000;
  const DRAFT_LIFE_MS = 12 * 60 * 60 * 1000;
  const WARN_BEFORE_END_S = 120;
  const DRAFT = "draft:";

  const store = {
    get(key) {
      try {
        return JSON.parse(sessionStorage.getItem(key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        /* Storage full or forbidden: the page works on without drafts. */
      }
    },
    drop(key) {
      try {
        sessionStorage.removeItem(key);
      } catch {
        /* As above. */
      }
    },
    drafts() {
      try {
        return Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT));
      } catch {
        return [];
      }
    },
  };

  /* ---- Errors: focus the summary, and the field behind a link ---- */

  const focusSummary = (root) => {
    const summary = root.querySelector?.(".error-summary");
    summary?.focus();
  };

  const followErrorLink = (event) => {
    const link = event.target.closest?.(".error-summary a[href^='#']");
    const wrapper = link && document.getElementById(link.hash.slice(1));
    if (!wrapper) return;
    const control = wrapper.matches("input, select, textarea")
      ? wrapper
      : wrapper.querySelector("input:not([type=hidden]), select, textarea");
    if (!control) return;
    event.preventDefault();
    wrapper.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  };

  /* ---- Sent once ---- */

  const buttonsOf = (form) =>
    [...form.elements].filter((item) => ["submit", "image"].includes(item.type));

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of buttonsOf(form)) {
      if (!button.classList.contains("is-sending")) continue;
      button.classList.remove("is-sending");
      button.disabled = false;
    }
  };

  const hold = (form) => {
    for (const button of buttonsOf(form)) {
      if (button.disabled) continue;
      button.classList.add("is-sending");
      button.disabled = true;
    }
    setTimeout(() => release(form), SENT_TOO_LONG_MS);
  };

  const sendOnce = (event) => {
    const form = event.target;
    const watched = form.method === "post" && !("noGuard" in form.dataset);
    if (!watched || event.defaultPrevented) return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    /* After the browser has read the form: a disabled button sends no name. */
    setTimeout(() => hold(form));
  };

  /* ---- Drafts: only on this device, only this tab, only this person ---- */

  const draftKey = (form) => `${DRAFT}${location.pathname}:${form.dataset.keep}`;
  const NEVER = ["password", "file", "hidden", "submit", "button", "image", "reset"];

  const isKept = (item) => "kept" in item.dataset || !NEVER.includes(item.type);

  const keepable = (form) =>
    [...form.elements].filter((item) => item.name && isKept(item) && !("secret" in item.dataset));

  const read = (form) =>
    keepable(form)
      .filter((item) => !["checkbox", "radio"].includes(item.type) || item.checked)
      .flatMap((item) =>
        item.type === "select-multiple"
          ? [...item.selectedOptions].map((option) => [item.name, option.value])
          : [[item.name, item.value]],
      );

  const write = (form, values) => {
    const waiting = {};
    for (const [name, value] of values) (waiting[name] ??= []).push(value);
    for (const item of keepable(form)) {
      const mine = waiting[item.name] ?? [];
      if (["checkbox", "radio"].includes(item.type)) {
        item.checked = mine.includes(item.value);
      } else if (item.type === "select-multiple") {
        for (const option of item.options) option.selected = mine.includes(option.value);
      } else if (mine.length) {
        item.value = mine.shift();
      }
    }
  };

  const announceRestored = (form) => {
    const note = document.createElement("div");
    note.className = "notice draft-note";
    note.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = "What you typed here before was kept and put back.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = "Start empty";
    button.addEventListener("click", () => {
      store.drop(draftKey(form));
      form.reset();
      note.remove();
    });
    note.append(text, button);
    form.prepend(note);
  };

  /* ---- A choice that decides what else is offered: the page comes anew for it, with
     what was typed. Its attribute names the field that loses its meaning. ---- */

  const ask = (choice, value, hash = "") => {
    const address = new URL(location.href);
    address.searchParams.set(choice.name, value);
    address.hash = hash;
    location.replace(address);
  };

  /* Landed at the choice; the page that follows has no such place. */
  const forgetPlace = () => {
    const choice = document.querySelector("select[data-asks-anew]");
    if (!choice || location.hash !== `#${choice.id}`) return;
    history.replaceState(null, "", location.pathname + location.search);
  };

  const askAnew = (event) => {
    const choice = event.target;
    if (!choice.matches?.("form[data-keep] select[data-asks-anew]") || !navigator.onLine) return;
    if (choice.querySelector("option[selected]")?.value === choice.value) return;
    choice.form.elements[choice.dataset.asksAnew].value = "";
    keep(choice.form, false);
    ask(choice, choice.value, choice.id);
  };

  /* A draft of another choice than the page was made for is not put into it. */
  const isAskedAnew = (form, values) => {
    const choice = form.querySelector("select[data-asks-anew]");
    const wanted = choice && new Map(values).get(choice.name);
    const offered = [...(choice?.options ?? [])].some((option) => option.value === wanted);
    if (!offered || wanted === choice.value || !navigator.onLine) return false;
    if (new URL(location.href).searchParams.get(choice.name) === wanted) return false;
    ask(choice, wanted);
    return true;
  };

  const restore = (form) => {
    const draft = store.get(draftKey(form));
    if (!draft || document.querySelector(".error-summary")) return;
    const fits = draft.owner === body.dataset.owner;
    if (!fits || Date.now() - draft.at > DRAFT_LIFE_MS) {
      store.drop(draftKey(form));
      return;
    }
    const asServed = JSON.stringify(read(form));
    if (asServed === JSON.stringify(draft.values)) return;
    if (isAskedAnew(form, draft.values)) return;
    write(form, draft.values);
    announceRestored(form);
  };

  const keep = (form, sent) => {
    const { owner } = body.dataset;
    const values = read(form);
    store.set(draftKey(form), { at: Date.now(), owner, sent, values });
  };

  const keepOnInput = (form) => {
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(form, false), 300);
    });
    const keepNow = (sent) => {
      clearTimeout(timer);
      keep(form, sent);
    };
    form.addEventListener("change", () => keepNow(false));
    form.addEventListener("submit", () => keepNow(true));
  };

  /* A draft is done with when an ordinary page follows the sending. The sign-in page
     and an error summary mean that it was not accepted; an error page, perhaps not; the
     same form once more, that the connection was lost and nobody heard of it. */
  const settleSentDrafts = () => {
    const arrived = !("refused" in body.dataset);
    const isEntrance = "entrance" in body.dataset;
    const failed = isEntrance || document.querySelector(".error-summary");
    const forms = [...document.querySelectorAll("form[data-keep]")].map(draftKey);
    const { owner } = body.dataset;
    for (const key of store.drafts()) {
      const draft = store.get(key);
      if (owner && draft?.owner !== owner) store.drop(key);
      if (isEntrance) document.getElementById("kept")?.removeAttribute("hidden");
      if (!draft?.sent) continue;
      if (failed || forms.includes(key)) store.set(key, { ...draft, sent: false });
      else if (arrived) store.drop(key);
    }
  };

  const forgetOnSignOut = (event) => {
    if (!event.target.matches?.("form[data-sign-out]")) return;
    store.drafts().forEach((key) => store.drop(key));
  };

  /* ---- A file that is too large is refused before it is sent ---- */

  const MEGABYTE = 1024 * 1024;
  const inMegabytes = (bytes) => Math.round(bytes / MEGABYTE);

  const refuseLarge = (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file][data-limit]")) return;
    const limit = Number(field.dataset.limit);
    const large = [...field.files].find((file) => file.size > limit);
    field.parentElement.querySelector(".too-large")?.remove();
    field.classList.toggle("is-invalid", Boolean(large));
    if (!large) return;
    const note = document.createElement("span");
    note.className = "invalid-feedback d-block too-large";
    note.setAttribute("role", "alert");
    note.textContent = `“${large.name}” has ${inMegabytes(large.size)} MB; the limit is ${inMegabytes(limit)} MB.`;
    field.after(note);
    field.value = "";
  };

  /* ---- htmx: a refusal is read out, the sign-in page is not swapped in ---- */

  const routeRefusal = (event) => {
    const { ctx } = event.detail;
    if (ctx.response.raw.redirected && ctx.text.includes("data-entrance")) {
      event.preventDefault();
      location.reload();
      return;
    }
    if (ctx.response.status < 400 || !ctx.text.includes('id="refusal"')) return;
    ctx.hx = { ...ctx.hx, retarget: "#messages", reswap: "innerHTML", reselect: "#refusal" };
    document.getElementById("messages")?.scrollIntoView({ block: "nearest" });
  };

  const say = (sentence) => {
    const box = document.createElement("div");
    box.className = "alert alert-danger";
    box.setAttribute("role", "alert");
    box.textContent = sentence;
    document.getElementById("messages")?.replaceChildren(box);
  };

  /* ---- Connection and session ---- */

  const showConnection = () => {
    const strip = document.getElementById("offline");
    if (strip) strip.hidden = navigator.onLine;
  };

  const showEnded = () => {
    const strip = document.getElementById("ended");
    const link = strip.querySelector("a");
    const next = encodeURIComponent(location.pathname + location.search);
    link.href = `${link.pathname}?next=${next}`;
    document.getElementById("ending").hidden = true;
    strip.hidden = false;
  };

  const warnBeforeEnd = () => {
    const strip = document.getElementById("ending");
    const left = Number(body.dataset.sessionSeconds);
    if (!strip || !left || left > 3 * 60 * 60) return;
    const button = strip.querySelector("button");
    let timer;
    let end;
    const arm = () => {
      strip.hidden = true;
      clearTimeout(timer);
      clearTimeout(end);
      timer = setTimeout(() => (strip.hidden = false), (left - WARN_BEFORE_END_S) * 1000);
      end = setTimeout(showEnded, left * 1000);
    };
    button.addEventListener("click", async () => {
      const answer = await fetch(location.href, { method: "HEAD" });
      if (answer.redirected) showEnded();
      else arm();
    });
    document.addEventListener("htmx:after:request", arm);
    arm();
  };

  const closeMenus = (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (event.key && event.key !== "Escape") return;
      if (!event.key && menu.contains(event.target)) continue;
      menu.open = false;
      if (event.key) menu.querySelector("summary").focus();
    }
  };

  /* ---- Wiring ---- */

  const keptForms = document.querySelectorAll("form[data-keep]");
  settleSentDrafts();
  keptForms.forEach(restore);
  keptForms.forEach(keepOnInput);
  focusSummary(document);
  showConnection();
  warnBeforeEnd();
  document.addEventListener("change", askAnew);
  document.addEventListener("change", refuseLarge);
  addEventListener("load", () => setTimeout(forgetPlace));
  document.addEventListener("submit", sendOnce);
  document.addEventListener("submit", forgetOnSignOut);
  document.addEventListener("click", followErrorLink);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("htmx:after:request", routeRefusal);
  document.addEventListener("htmx:after:swap", (event) => focusSummary(event.target));
  document.addEventListener("htmx:error", () =>
    say("The connection was lost. Nothing has been changed. Please try again."),
  );
  addEventListener("online", showConnection);
  addEventListener("offline", showConnection);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();

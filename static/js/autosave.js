/* The narrative saves itself on the server while it is typed. The copy in this tab goes
   as soon as the server has it, if nothing else was typed; without a connection it stays until the next try, and
   beside another text that was saved meanwhile until the person has seen both. */
(() => {
  "use strict";
  const status = document.getElementById("autosave");
  const form = document.querySelector("form[data-keep]");
  const field = form?.elements.narrative;
  if (!status || !field) return;
  const PAUSE_MS = 1500;
  const AGAIN_MS = 8000;
  const ANOTHER =
    "Another text was saved meanwhile, in another window or on another device. Yours is " +
    "kept in this tab: press “Save the account” to see both.";
  const MOST_UNHEARD = 20;
  const copy = `draft:${location.pathname}:${form.dataset.keep}`;
  /* What the page came with; a draft that was put back is saved like what is typed. */
  let saved = field.defaultValue;
  let unheard = [];
  let timer;

  /* The mark of a text as the server has it (incidents/narrative.py). */
  const markOf = async (text) => {
    const kept = new TextEncoder().encode(text.trim().replace(/\r?\n/g, "\r\n"));
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", kept));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /* It was sent, and the connection broke before an answer: it may have arrived. */
  const remember = async (text) => {
    if (!self.crypto?.subtle) return;
    const mark = await markOf(text);
    unheard = [...unheard.filter((one) => one !== mark), mark].slice(-MOST_UNHEARD);
  };

  const isChanged = (item) => {
    if (["checkbox", "radio"].includes(item.type)) return item.checked !== item.defaultChecked;
    if (!item.options) return item.value !== item.defaultValue;
    return [...item.options].some((one) => one.selected !== one.defaultSelected);
  };

  /* What waits for the button stays in this tab. */
  const isMoreTyped = () =>
    [...form.elements].some((item) => item !== field && item.type !== "hidden" && isChanged(item));

  const say = (sentence) => {
    status.textContent = sentence;
  };

  const save = async () => {
    const text = field.value;
    if (text === saved) return;
    const body = new FormData();
    body.set("narrative", text);
    body.set("began_from", form.elements.began_from.value);
    body.set("unheard", unheard.join(" "));
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(status.dataset.url, {
        method: "POST",
        body,
        redirect: "manual",
      });
      if (answer.status === 409) {
        say(ANOTHER);
        return;
      }
      if (answer.status !== 204) throw new Error(String(answer.status));
      saved = text;
      unheard = [];
      form.elements.began_from.value = answer.headers.get("X-Began-From");
      if (field.value === text && !isMoreTyped()) sessionStorage.removeItem(copy);
      else form.dispatchEvent(new Event("change")); /* kept anew, with this mark */
      const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      say(`Saved at ${now}.`);
    } catch {
      say("Not saved yet: no connection, or you were signed out. It is kept in this tab.");
      await remember(text);
      timer = setTimeout(save, AGAIN_MS);
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  addEventListener("online", save);
  if (!document.querySelector(".error-summary")) save();
})();

/* The narrative saves itself on the server while it is typed. The copy in this tab goes
   as soon as the server has it; without a connection it stays until the next try, and
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
  const copy = `draft:${location.pathname}:${form.dataset.keep}`;
  let saved = field.value;
  let timer;

  const say = (sentence) => {
    status.textContent = sentence;
  };

  const save = async () => {
    const text = field.value;
    if (text === saved) return;
    const body = new FormData();
    body.set("narrative", text);
    body.set("began_from", form.elements.began_from.value);
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
      form.elements.began_from.value = answer.headers.get("X-Began-From");
      const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      say(`Saved at ${now}.`);
      if (field.value === text) sessionStorage.removeItem(copy);
    } catch {
      say("Not saved yet: no connection, or you were signed out. It is kept in this tab.");
      timer = setTimeout(save, AGAIN_MS);
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  addEventListener("online", save);
})();

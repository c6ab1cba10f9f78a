/* What the log keeps on this phone until it is sent, and how it is forgotten when
   somebody signs out. No name of a student is ever in it. */
self.logOnPhone = (() => {
  "use strict";
  const SETTINGS = "log:settings";
  let database;

  const open = () =>
    (database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("log", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("lines", { keyPath: "record_id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }));

  const withLines = async (mode, act) => {
    const transaction = (await open()).transaction("lines", mode);
    const request = act(transaction.objectStore("lines"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  };

  const keep = (line) => withLines("readwrite", (lines) => lines.put(line));
  const drop = (id) => withLines("readwrite", (lines) => lines.delete(id));
  const all = () => withLines("readonly", (lines) => lines.getAll());
  const settings = () => JSON.parse(localStorage.getItem(SETTINGS) ?? "null");
  const unlearn = () => localStorage.removeItem(SETTINGS);
  const learn = (told) => localStorage.setItem(SETTINGS, JSON.stringify(told));

  const forget = async () => {
    await withLines("readwrite", (lines) => lines.clear());
    unlearn();
    const names = await caches.keys();
    await Promise.all(names.map((name) => caches.delete(name)));
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
  };

  /* ---- Signing out ---- */

  const said = (count, whose) => (count === 1 ? `1 line of ${whose}` : `${count} lines of ${whose}`);

  /* Another officer's session may have ended on this phone before their lines were sent. */
  const warn = (kept) => {
    const mine = kept.filter((line) => line.owner === document.body.dataset.owner).length;
    const parts = [said(mine, "your log"), said(kept.length - mine, "another officer’s log")];
    const named = parts.filter((part, n) => [mine, kept.length - mine][n]).join(" and ");
    const lines = `${named} ${kept.length === 1 ? "has" : "have"}`;
    const box = document.createElement("div");
    box.className = "alert alert-danger";
    box.setAttribute("role", "alert");
    box.textContent = `${lines} not been sent. Open the home page with a signal to send them, or sign out once more to remove them.`;
    document.getElementById("messages")?.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const leave = async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-sign-out]") || !self.indexedDB || !self.caches) return;
    event.preventDefault();
    const kept = await all();
    if (kept.length && !("warned" in form.dataset)) {
      form.dataset.warned = "";
      delete form.dataset.sent;
      warn(kept);
      return;
    }
    await forget();
    form.submit();
  };

  document.addEventListener("submit", leave, true);
  return { keep, drop, all, settings, learn, unlearn };
})();

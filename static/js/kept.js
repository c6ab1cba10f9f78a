/* What the log and the walks keep on this phone until it is sent, and how it is forgotten
   when somebody signs out. No name of a student is asked for in it. */
self.logOnPhone = (() => {
  "use strict";
  const SETTINGS = "log:settings";
  const WALKER = "walk:owner";
  /* Lines of the log; walks that were begun or wait to be sent; the forms of walks. */
  const STORES = [["lines", "record_id"], ["walks", "id"], ["forms", "path"]];
  let database;

  const open = () =>
    (database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("log", 2);
      request.onupgradeneeded = () => {
        const kept = request.result;
        for (const [name, keyPath] of STORES)
          if (!kept.objectStoreNames.contains(name)) kept.createObjectStore(name, { keyPath });
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close();
          database = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    }));

  const within = async (name, mode, act) => {
    const transaction = (await open()).transaction(name, mode);
    const request = act(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const store = (name) => ({
    keep: (one) => within(name, "readwrite", (kept) => kept.put(one)),
    drop: (key) => within(name, "readwrite", (kept) => kept.delete(key)),
    all: () => within(name, "readonly", (kept) => kept.getAll()),
    clear: () => within(name, "readwrite", (kept) => kept.clear()),
  });
  const lines = store("lines");
  const walks = store("walks");
  const forms = store("forms");
  const settings = () => JSON.parse(localStorage.getItem(SETTINGS) ?? "null");
  const unlearn = () => localStorage.removeItem(SETTINGS);
  const learn = (told) => localStorage.setItem(SETTINGS, JSON.stringify(told));

  /* Whose walks these are, in a shell that nobody is signed in to. The forms that another
     officer's page left here go when the next one signs in. */
  const walker = async () => {
    const page = document.body.dataset.owner;
    const known = localStorage.getItem(WALKER);
    if (!page || page === known) return page ?? known;
    if (known) await forms.clear();
    localStorage.setItem(WALKER, page);
    return page;
  };

  const forget = async () => {
    for (const kept of [lines, walks, forms]) await kept.clear();
    unlearn();
    localStorage.removeItem(WALKER);
    const names = await caches.keys();
    await Promise.all(names.map((name) => caches.delete(name)));
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
  };

  /* ---- Signing out ---- */

  const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /* Another officer's session may have ended on this phone before theirs was sent. */
  const warn = (kept, walked) => {
    const mine = (one) => one.owner === document.body.dataset.owner;
    const my = kept.filter(mine).length;
    const myWalks = walked.filter(mine).length;
    const parts = [
      [my, counted(my, "line of your log", "lines of your log")],
      [kept.length - my, counted(kept.length - my, "line of another officer’s log", "lines of another officer’s log")],
      [myWalks, counted(myWalks, "walkthrough", "walkthroughs")],
      [walked.length - myWalks, counted(walked.length - myWalks, "walkthrough of another officer", "walkthroughs of another officer")],
    ];
    const named = parts.filter(([count]) => count).map(([, words]) => words).join(" and ");
    const subject = `${named} ${kept.length + walked.length === 1 ? "has" : "have"}`;
    const box = document.createElement("div");
    box.className = "alert alert-danger";
    box.setAttribute("role", "alert");
    const where = walked.length ? "the page of the walk" : "the home page";
    box.textContent = `${subject} not been sent. Open ${where} with a signal to send them, or sign out once more to remove them.`;
    document.getElementById("messages")?.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const leave = async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-sign-out]") || !self.indexedDB || !self.caches) return;
    event.preventDefault();
    const [kept, walked] = [await lines.all(), await walks.all()];
    if (kept.length + walked.length && !("warned" in form.dataset)) {
      form.dataset.warned = "";
      delete form.dataset.sent;
      warn(kept, walked);
      return;
    }
    await forget();
    form.submit();
  };

  document.addEventListener("submit", leave, true);
  if (document.body.dataset.owner && localStorage.getItem(WALKER)) walker();
  return { ...lines, settings, learn, unlearn, walks, forms, walker };
})();

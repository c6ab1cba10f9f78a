/* Answers for the log's shell where there is no signal. FILES and CACHE stand above this,
   written by officers/views/device.py. No page of a signed-in person is ever kept. */
const SHELL = FILES[0];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

const orShell = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(SHELL);
    if (kept) return kept;
    throw error;
  }
};

const orKept = async (request) => (await caches.match(request)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  const opensLog = ["/", SHELL].includes(pathname);
  if (request.mode === "navigate" && opensLog) event.respondWith(orShell(request));
  else if (FILES.includes(pathname)) event.respondWith(orKept(request));
});

/* Answers for the shells of the log and of a walk where there is no signal. FILES and CACHE
   stand above this, written by officers/views/device.py; the shells are the first of them.
   No page of a signed-in person is ever kept. */
const [LOG, WALK] = FILES;
const WALKED = /^\/schools\/\d+\/(walk|assess)\/$/;

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

const orShell = async (request, shell) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(shell);
    if (kept) return kept;
    throw error;
  }
};

const orKept = async (request) => (await caches.match(request)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  const opens = request.mode === "navigate";
  if (opens && ["/", LOG].includes(pathname)) event.respondWith(orShell(request, LOG));
  else if (opens && (pathname === WALK || WALKED.test(pathname))) event.respondWith(orShell(request, WALK));
  else if (FILES.includes(pathname)) event.respondWith(orKept(request));
});

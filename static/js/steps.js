// n and p go to the next and the previous report, unless someone is typing.
document.addEventListener("keydown", (event) => {
  const sides = { n: "next", p: "prev" };
  const side = sides[event.key];
  const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
  if (!side || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`.review-steps a[rel="${side}"]`)?.click();
});

/* Floor plans: a tap names the place of a report, or says where a place is pinned. */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const EDGE = 1000;
  const STEPS = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] };

  /* ---- A report: the mark that is tapped is the place in the list ---- */

  const ready = (picker) => {
    const list = document.getElementById(picker.dataset.planFor);
    const said = picker.querySelector(".plan-picked");
    const marks = [...picker.querySelectorAll("[data-place]")];
    if (!list) return;
    picker.hidden = false;

    const show = () => {
      for (const mark of marks) mark.setAttribute("aria-pressed", String(mark.dataset.place === list.value));
    };
    const pick = (event) => {
      const mark = event.target.closest("[data-place]");
      const isKey = event.type === "keydown";
      if (!mark || (isKey && !["Enter", " "].includes(event.key))) return;
      event.preventDefault();
      list.value = mark.dataset.place;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      said.textContent = `Chosen: ${mark.querySelector("title").textContent}`;
    };
    picker.addEventListener("click", pick);
    picker.addEventListener("keydown", pick);
    list.addEventListener("change", show);
    const opened = () => {
      for (const image of picker.querySelectorAll("image[data-href]:not([href])")) {
        if (!image.closest("details:not([open])")) image.setAttribute("href", image.dataset.href);
      }
      show();
    };
    picker.addEventListener("toggle", opened, true); /* it does not bubble */
  };

  document.querySelectorAll("[data-plan-for]").forEach(ready);

  /* ---- The plan's own page: where the form pins the place ---- */

  const x = document.getElementById("id_x");
  const y = document.getElementById("id_y");
  const plan = document.querySelector(".plan-show");
  if (!x || !y || !plan) return;
  const height = plan.querySelector("image").height.baseVal.value;
  const mark = document.createElementNS(SVG, "circle");
  mark.setAttribute("class", "plan-new");
  mark.setAttribute("r", 24);
  const within = (value) => Math.max(0, Math.min(EDGE, Math.round(value)));

  const draw = () => {
    if (x.value === "" || y.value === "") return mark.remove();
    mark.setAttribute("cx", x.value);
    mark.setAttribute("cy", (y.value * height) / EDGE);
    plan.append(mark);
  };
  const put = (left, top) => {
    x.value = within(left);
    y.value = within(top);
    draw();
  };
  plan.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plan.getScreenCTM().inverse());
    put(at.x, (at.y * EDGE) / height);
  });
  plan.parentElement.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const from = x.value === "" ? [EDGE / 2, EDGE / 2] : [Number(x.value), Number(y.value)];
    put(from[0] + step[0], from[1] + step[1]);
  });
  for (const field of [x, y]) field.addEventListener("input", draw);
  draw();
})();

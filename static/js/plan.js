/* Floor plans: a tap names the place of a report, or says where a place is pinned. */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const EDGE = 1000;
  const STEPS = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] };

  /* ---- Larger and smaller: buttons, or + and - and 0; a mouse drags what is too large,
     a finger and the arrow keys scroll it as they scroll everything ---- */

  const FACTORS = [1, 1.5, 2, 3, 4];
  const KEYS = { "+": 1, "=": 1, "-": -1, 0: 0 };
  const FAR = 6;

  const zoomed = (tools) => {
    const box = tools.nextElementSibling;
    let level = 0;
    const zoom = (step) => {
      const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
      const height = (box.scrollTop + box.clientHeight / 2) / box.scrollHeight;
      level = step ? Math.max(0, Math.min(FACTORS.length - 1, level + step)) : 0;
      box.style.setProperty("--zoom", FACTORS[level]);
      box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
      box.scrollTop = height * box.scrollHeight - box.clientHeight / 2;
    };
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const { zoom: step } = event.target.dataset;
      if (step) zoom(Number(step));
    });
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || !(event.key in KEYS)) return;
      event.preventDefault();
      zoom(KEYS[event.key]);
    });
    dragged(box);
  };

  const dragged = (box) => {
    let from = null;
    box.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") from = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [right, down] = [event.clientX - from.x, event.clientY - from.y];
      if (Math.hypot(right, down) > FAR) box.classList.add("is-dragged");
      box.scrollTo(from.left - right, from.top - down);
    });
    addEventListener("pointerup", () => {
      from = null;
      setTimeout(() => box.classList.remove("is-dragged")); /* after the click that follows */
    });
    const swallow = (event) => box.classList.contains("is-dragged") && event.stopPropagation();
    box.addEventListener("click", swallow, true);
    box.addEventListener("dragstart", (event) => event.preventDefault());
  };

  document.querySelectorAll(".plan-zoom").forEach(zoomed);

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
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  for (const field of [x, y]) field.addEventListener("input", draw);
  draw();
})();

/* Light, dark, or as the system says. In <head>, before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme") || "system";
    } catch {
      return "system";
    }
  };

  const apply = () => {
    const system = systemDark.matches ? "dark" : "light";
    root.dataset.bsTheme = chosen() === "system" ? system : chosen();
  };

  const choose = (event) => {
    try {
      localStorage.setItem("theme", event.target.value);
    } catch {
      /* Private mode without storage: the choice lasts for this page. */
    }
    apply();
  };

  const wire = (fieldset) => {
    fieldset.hidden = false;
    for (const radio of fieldset.querySelectorAll("input")) {
      radio.checked = radio.value === chosen();
      radio.addEventListener("change", choose);
    }
  };

  apply();
  systemDark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-switch]").forEach(wire);
  });
})();

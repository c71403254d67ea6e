// The roll on the desk: a digit chooses for one person and goes on to the next, Enter goes on without choosing.
import { $$, on } from "./dom.js";

function next(select) {
  const all = $$("[data-roll]");
  const following = all[all.indexOf(select) + 1];
  (following || select.form.querySelector("[type=submit]")).focus();
}

export function startRoll() {
  on("keydown", "[data-roll]", (event, select) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      return next(select);
    }
    const option = /^[1-9]$/.test(event.key) && Array.from(select.options).find((one) => one.text.trim().startsWith(`${event.key} `));
    if (!option) return;
    event.preventDefault();
    select.value = option.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    next(select);
  });
}

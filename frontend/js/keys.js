// Keyboard of the desk: "/" search, "j k" rows, "x" tick, Enter opens (the row's link has the focus), "?" help,
// and data-key="a" on any button. Letters rest while a field has the focus, a key is held or Chinese is being composed.
import { $, $$ } from "./dom.js";
import { open } from "./dialog.js";

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

const rows = () => $$("[data-row]").filter((row) => row.offsetParent !== null);

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 && step < 0 ? all.length - 1 : now + step))];
  all.forEach((row) => row.removeAttribute("aria-selected"));
  next.setAttribute("aria-selected", "true");
  const target = $("a[href], button", next) || $("input", next);
  if (target) target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = $("[data-row][aria-selected=true] input[type=checkbox]");
  if (box) box.click();
}

function find(event) {
  const field = $("[data-search]");
  if (!field) return false;
  event.preventDefault();
  field.focus();
  field.select();
  return true;
}

function press(event) {
  const key = event.key;
  const button = $$("[data-key]").find((item) => item.dataset.key === key && item.offsetParent !== null);
  if (button) return button.click(); // a page may give j and k to its own way on and back
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "x") return tick();
  if (key === "/" || key === "、") return find(event); // the same key in a Chinese input method
  if (key === "?" || key === "？") open($("#keys"));
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const target = event.target;
    if (event.key === "Escape" && target.matches && target.matches("[data-search]")) return target.blur();
    if (target.matches && target.matches(TYPING)) return;
    if ($("dialog[open]:not(.sheet)")) return;
    press(event);
  });
}

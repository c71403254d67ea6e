// input[data-people="ID"]: one of the people listed in #ID, found by name, pinyin or initials as one types; no mouse.
// Down and up walk, Enter or Tab takes; the server finds the same person by the words alone when there is no script.
import { $, on } from "./dom.js";

const MOST = 8;
let box = null;
let marked = 0;

const words = (option) => [option.value, ...(option.dataset.keys || "").split(" ")];
const fits = (option, text) => option.value.includes(text) || words(option).some((word) => word.toLowerCase().startsWith(text.toLowerCase()));

function close() {
  if (box) box.remove();
  box = null;
}

function found(input) {
  const text = input.value.trim();
  const all = Array.from($(`#${input.dataset.people}`).options);
  return text ? all.filter((option) => fits(option, text)).slice(0, MOST) : [];
}

function show(input) {
  close();
  const options = found(input);
  if (!options.length || (options.length === 1 && options[0].value === input.value)) return;
  box = document.createElement("ul");
  box.className = "people-box";
  box.setAttribute("role", "listbox");
  marked = 0;
  options.forEach((option) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.value = option.value;
    item.append(option.value);
    item.append(Object.assign(document.createElement("small"), { textContent: option.label === option.value ? "" : option.label }));
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(input, item);
    });
    box.append(item);
  });
  input.after(box);
  mark(0);
}

function mark(step) {
  const items = Array.from(box.children);
  marked = (marked + step + items.length) % items.length;
  items.forEach((item, number) => item.setAttribute("aria-selected", String(number === marked)));
}

function take(input, item) {
  input.value = item.dataset.value;
  close();
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function next(input) {
  const fields = Array.from(input.form.elements).filter((field) => field.type !== "hidden" && field.offsetParent !== null);
  const after = fields[fields.indexOf(input) + 1];
  if (after) after.focus();
  if (after && after.select) after.select();
}

function press(event, input) {
  if (!box || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" || event.key === "Tab") {
    take(input, box.children[marked]);
    if (event.key === "Tab") return;
    next(input);
  } else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}

export function startPeople() {
  on("input", "input[data-people]", (event, input) => show(input));
  on("keydown", "input[data-people]", press);
  on("focusout", "input[data-people]", close);
  document.addEventListener("htmx:beforeSwap", close);
}

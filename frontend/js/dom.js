// Small helpers; everything listens on the document, so parts that htmx brings later behave the same.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));

// Calls handler(event, element) for events from elements matching selector, now or later in the page.
export function on(type, selector, handler, capture = false) {
  document.addEventListener(
    type,
    (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) handler(event, found);
    },
    capture,
  );
}

// Runs handler(root) for the page and for every part htmx puts in.
export function onContent(handler) {
  handler(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) handler(event.target);
  });
}

export const two = (number) => String(number).padStart(2, "0");
export const clock = (date = new Date()) => `${two(date.getHours())}:${two(date.getMinutes())}`;

// "3月9日 15:02", or "15:02" when it was today.
export function moment(time) {
  const date = new Date(time);
  if (date.toDateString() === new Date().toDateString()) return clock(date);
  return `${date.getMonth() + 1}月${date.getDate()}日 ${clock(date)}`;
}

// A line with a text and, if given, one button; built from nodes, never from HTML text.
export function banner({ text, state = "info", action, run, role = "status" }) {
  const box = document.createElement("div");
  box.className = `banner is-${state}`;
  box.setAttribute("role", role);
  const words = document.createElement("div");
  words.textContent = text;
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = action;
    button.addEventListener("click", () => run(box));
    box.append(button);
  }
  return box;
}

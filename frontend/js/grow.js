// A textarea grows with its text; newer browsers do it themselves (field-sizing).
import { $$, on, onContent } from "./dom.js";

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

export function startGrow() {
  if (window.CSS && CSS.supports("field-sizing", "content")) return;
  on("input", "textarea.input", (event, area) => grow(area));
  document.addEventListener("draft:filled", (event) => $$("textarea.input", event.target).forEach(grow));
  onContent((root) => $$("textarea.input", root).forEach(grow));
}

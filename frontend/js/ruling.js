// 制度: a clause one comes to by its address lies open, and before a ruling is made the button and the page to sign follow
// the reading that is ticked, or the number written.
import { $, on } from "./dom.js";

function write(place, words) {
  const found = $(place);
  if (found) found.textContent = words || "……";
}

function open(id) {
  const place = id && document.getElementById(decodeURIComponent(id));
  const fold = place && place.closest("details");
  if (!fold || fold.open) return;
  fold.open = true;
  place.scrollIntoView();
}

export function startRuling() {
  open(location.hash.slice(1));
  window.addEventListener("hashchange", () => open(location.hash.slice(1)));
  on("change", "[data-ruling] [data-letter]", (event, radio) => {
    write("[data-live]", radio.dataset.words);
    write("[data-acting]", radio.dataset.act);
    write("[data-chosen]", radio.dataset.letter);
  });
  on("input", "[data-ruling] [data-number]", (event, field) => write("[data-live]", field.value.trim()));
}

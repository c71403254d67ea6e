// A ruling before it is made: the button and the page to sign follow the reading that is ticked, or the number written.
import { $, on } from "./dom.js";

function follow(words, letter) {
  const [live, chosen] = [$("[data-live]"), $("[data-chosen]")];
  if (live) live.textContent = words || "……";
  if (chosen && letter) chosen.textContent = letter;
}

export function startRuling() {
  on("change", "[data-ruling] [data-letter]", (event, radio) => follow(radio.dataset.words, radio.dataset.letter));
  on("input", "[data-ruling] [data-number]", (event, field) => follow(field.value.trim()));
}

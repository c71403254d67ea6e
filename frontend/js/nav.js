// The strip of a narrow screen starts with the current room in sight; print buttons print.
import { $$, on } from "./dom.js";

export function startNav() {
  $$(".dk-nav [aria-current], .tabs [aria-current], .dk-seg [aria-current]").forEach((link) => {
    const strip = link.parentElement;
    if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2 - strip.offsetLeft;
  });
  on("click", "[data-print]", () => window.print());
}

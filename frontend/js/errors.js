// After a refused form, the first field with an error has the focus and stands in sight.
import { $, onContent } from "./dom.js";

export function startErrors() {
  onContent((root) => {
    const field = $("[aria-invalid=true]", root);
    if (!field) return;
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  });
}

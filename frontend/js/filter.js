// A filter bar sends itself when a choice changes; without script its button does. Empty fields stay out of the address.
import { $$, on } from "./dom.js";

export function startFilter() {
  on("change", "form[data-filter] select, form[data-filter] input[type=radio], form[data-filter] input[type=date]", (event, field) => field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit());
  on("submit", "form[data-filter]", (event, form) => {
    const empty = $$("select, input", form).filter((field) => field.name && !field.value && !field.disabled);
    empty.forEach((field) => (field.disabled = true));
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
}

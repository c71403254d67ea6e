// A form goes out once: its button rests while the network works, and wakes up if the page stays.
// The hidden nonce in the form (see form_nonce) makes a repeated request harmless on the server too.
import { $$ } from "./dom.js";

const PATIENCE = 20000; // ms until the button may be pressed again

function rest(form, submitter) {
  form.dataset.busy = "1";
  const buttons = submitter ? [submitter] : $$("button[type=submit], button:not([type])", form);
  buttons.forEach((button) => {
    button.setAttribute("aria-disabled", "true");
    button.classList.add("is-busy");
  });
  form.busyTimer = setTimeout(() => wake(form), PATIENCE);
}

export function wake(form) {
  clearTimeout(form.busyTimer);
  delete form.dataset.busy;
  const outside = form.id ? $$(`button[form="${form.id}"]`) : [];
  $$(".is-busy", form).concat(outside).forEach((button) => {
    button.removeAttribute("aria-disabled");
    button.classList.remove("is-busy");
  });
}

const sends = (form) => form.method === "post" || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]");

function refuseSecond(event) {
  if (!event.target.dataset.busy) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function startSubmit() {
  document.addEventListener("submit", refuseSecond, true);
  document.addEventListener("submit", (event) => {
    // After this turn the browser has taken the pressed button's value along.
    if (sends(event.target)) setTimeout(() => rest(event.target, event.submitter));
  });
  // Coming back with the back button shows the old page as it was left: wake it.
  window.addEventListener("pageshow", () => $$("form[data-busy]").forEach(wake));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-busy]");
    if (form) wake(form);
  });
}

// Dialogs open from data-dialog="ID", close from data-close, Esc or a tap outside; focus goes back to the opener.
// The drawer is one dialog: a link with data-drawer fills it by htmx; without script the link is a page.
import { $, on } from "./dom.js";

let opener = null;

export function open(dialog, modal = true) {
  if (!dialog || dialog.hasAttribute("open")) return;
  opener = document.activeElement;
  if (typeof dialog.showModal !== "function") dialog.setAttribute("open", "");
  else if (modal) dialog.showModal();
  else dialog.show();
}

export function close(dialog) {
  if (!dialog || !dialog.hasAttribute("open")) return;
  if (typeof dialog.close === "function") dialog.close();
  else dialog.removeAttribute("open");
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

const wide = () => window.matchMedia("(min-width: 721px)").matches;

export function startDialog() {
  on("click", "[data-dialog]", (event, button) => {
    event.preventDefault();
    open(document.getElementById(button.dataset.dialog));
  });
  on("click", "[data-close]", (event, button) => close(button.closest("dialog")));
  on("click", "dialog", (event, dialog) => {
    if (event.target === dialog && !dialog.hasAttribute("data-stay")) close(dialog); // the backdrop belongs to the dialog
  });
  document.addEventListener("keydown", (event) => {
    const dialog = event.key === "Escape" && $("dialog[open]");
    if (!dialog) return;
    event.preventDefault();
    close(dialog);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.closest && event.target.closest("dialog.sheet");
    if (!dialog) return;
    opener = event.detail.requestConfig?.elt || opener;
    const before = opener;
    open(dialog, !wide()); // beside a table the drawer leaves the table usable
    opener = before;
    const title = $("h2", dialog);
    if (title) title.focus();
  });
}

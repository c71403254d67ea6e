// Menus are <details class="menu">: they close on Esc, on a click elsewhere, and when another opens.
import { $$ } from "./dom.js";

const shut = (except) => $$("details.menu[open]").forEach((menu) => menu !== except && menu.removeAttribute("open"));

export function startMenu() {
  document.addEventListener("click", (event) => shut(event.target.closest && event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement && document.activeElement.closest("details.menu[open]");
    shut();
    if (menu) menu.querySelector("summary").focus();
  });
}

// [data-drafts-here]: texts on this device that never arrived, each with the way back to its page.
import { $$, moment, onContent } from "./dom.js";
import { PREFIX, owner, read } from "./draft.js";

function line(entry) {
  const row = document.createElement("li");
  const door = document.createElement("a");
  door.className = "row row-go";
  door.href = entry.url;
  const main = document.createElement("span");
  main.className = "row-main";
  const title = Object.assign(document.createElement("span"), { className: "row-title", textContent: entry.title });
  const words = `${moment(entry.at)} 写的，还只在这台设备上`;
  main.append(title, Object.assign(document.createElement("span"), { className: "row-sub", textContent: words }));
  door.append(main);
  row.append(door);
  return row;
}

export function startDrafts() {
  onContent((root) => {
    $$("[data-drafts-here]", root).forEach((box) => {
      const mine = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${owner()}:`));
      const found = mine.map(read).filter((entry) => entry && entry.url && entry.title);
      const list = box.querySelector("ul");
      found.sort((one, other) => other.at - one.at).forEach((entry) => list.append(line(entry)));
      box.hidden = !found.length;
    });
  });
}

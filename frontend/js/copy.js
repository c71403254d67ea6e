// Copy buttons: data-copy="#ID" copies that element's text, data-copy-text its own. Where the clipboard is closed
// to us (plain http, some in-app browsers) the old way is tried; failing that the text is marked for a long press.
import { $, on } from "./dom.js";

function oldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "sr";
  document.body.append(area);
  area.select();
  area.setSelectionRange(0, text.length);
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return oldWay(text);
    }
  }
  return oldWay(text);
}

function mark(source) {
  if (source) window.getSelection().selectAllChildren(source);
}

function answer(button, words) {
  const label = $("[data-label]", button) || button;
  button.before_ = button.before_ || label.textContent;
  label.textContent = words;
  clearTimeout(button.timer_);
  button.timer_ = setTimeout(() => (label.textContent = button.before_), 2500);
}

export function startCopy() {
  on("click", "[data-copy], [data-copy-text]", async (event, button) => {
    const source = button.dataset.copy ? $(button.dataset.copy) : null;
    const text = source ? source.value ?? source.innerText.trim() : button.dataset.copyText;
    const done = await put(text);
    if (!done) mark(source);
    answer(button, done ? "已复制" : "请长按选中的文字复制");
  });
}

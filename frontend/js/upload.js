// Choosing a file says its name and size and refuses what is too big before it travels; htmx reports how far it has got.
import { $, on } from "./dom.js";

export function size(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function chosen(input) {
  const drop = input.closest(".drop");
  const files = Array.from(input.files);
  const limit = Number(input.dataset.maxBytes || 0);
  const big = limit && files.find((file) => file.size > limit);
  input.setCustomValidity(big ? `“${big.name}”有 ${size(big.size)}，最大 ${size(limit)}。请压缩或拆成几个再传。` : "");
  if (big) input.reportValidity();
  const line = drop && $("output", drop);
  if (line) line.textContent = big ? input.validationMessage : files.map((file) => `${file.name}（${size(file.size)}）`).join("、");
  if (drop) drop.classList.toggle("is-late", Boolean(big));
}

function progress(event) {
  const part = $("[data-upload-progress]", event.target);
  if (!part || !event.detail.lengthComputable) return;
  const share = Math.floor((event.detail.loaded / event.detail.total) * 100);
  part.hidden = false;
  $("progress", part).value = share;
  $("output", part).textContent = share < 100 ? `已传 ${share}%` : "已传完，正在核对";
}

export function startUpload() {
  on("change", ".drop input[type=file]", (event, input) => chosen(input));
  ["dragenter", "dragover"].forEach((type) => on(type, ".drop", (event, drop) => drop.classList.add("is-over")));
  ["dragleave", "drop"].forEach((type) => on(type, ".drop", (event, drop) => drop.classList.remove("is-over")));
  document.addEventListener("htmx:xhr:progress", progress);
  on("click", "[data-upload-cancel]", (event, button) => window.htmx.trigger(button.closest("form"), "htmx:abort"));
  document.addEventListener("htmx:afterRequest", (event) => {
    const part = event.target instanceof Element && $("[data-upload-progress]", event.target);
    if (part && !event.detail.successful) part.hidden = true;
  });
}

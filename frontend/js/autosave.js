// form[data-autosave]: what is written goes to the server in pauses, as a draft, besides the copy on this device (draft.js).
// The answer says until when it is safe; when the network or the login is gone, or another device wrote, it says so and
// the copy on this device stays. The address becomes the form's own, so that a reload or a login leads back to this text.
import { $, on, onContent, clock } from "./dom.js";
import { drop, place, say } from "./draft.js";

const PAUSE = 3000; // ms after the last key
const GAP = 8000; // ms between two sendings while one goes on writing

async function send(form) {
  clearTimeout(form.saveTimer);
  if (form.saving || form.dataset.busy) return;
  form.saving = true;
  form.lastSent = Date.now();
  const typed = form.typed;
  const body = new FormData(form);
  body.set("then", "save");
  try {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers, keepalive: document.hidden });
    await told(form, answer, typed);
  } catch {
    say(form, `没有网络，${clock()} 的内容在这台设备上`, true);
  }
  form.saving = false;
}

async function told(form, answer, typed) {
  if (answer.status === 401) return say(form, "登录过期了，内容在这台设备上，交的时候会请你登录", true);
  const word = await answer.json().catch(() => ({}));
  if (!answer.ok) return say(form, word.sentence || "没送到，内容还在这台设备上", true);
  if (word.revision) {
    $("[name=revision]", form).value = word.revision;
    form.dataset.draftVersion = word.revision;
  }
  if (word.at && typed === form.typed) {
    drop(place(form));
    say(form, `已保存 ${word.at}`);
  }
}

function plan(form, pause) {
  clearTimeout(form.saveTimer);
  const wait = Math.max(pause, GAP - (Date.now() - (form.lastSent || 0)));
  form.saveTimer = setTimeout(() => send(form), pause < PAUSE ? pause : wait);
}

// Counts are information: how much is written, never how much is wanted.
function count(form) {
  const line = $("[data-count]", form);
  if (!line) return;
  const words = Array.from(form.querySelectorAll("textarea"), (area) => area.value.replace(/\s/g, "").length);
  const total = words.reduce((one, other) => one + other, 0);
  line.textContent = total ? `已写 ${total} 字` : "";
}

export function startAutosave() {
  const changed = (event, form) => {
    form.typed = (form.typed || 0) + 1;
    plan(form, PAUSE);
  };
  on("input", "form[data-autosave]", changed);
  on("input", "form[data-draft]", (event, form) => count(form));
  on("change", "form[data-autosave]", (event, form) => plan(form, 500));
  on("submit", "form[data-autosave]", (event, form) => clearTimeout(form.saveTimer));
  on("draft:filled", "form[data-autosave]", changed);
  document.addEventListener("visibilitychange", () => {
    const form = $("form[data-autosave]");
    if (document.hidden && form && form.typed && !form.dataset.busy) send(form);
  });
  onContent(() => {
    const form = $("form[data-autosave]");
    const own = form && form.getAttribute("action");
    if (own && own !== location.pathname) history.replaceState(null, "", own);
  });
}

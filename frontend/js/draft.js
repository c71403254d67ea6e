// Nothing typed is lost: a form with data-draft="KEY" keeps its fields on this device until they have arrived.
// It outlives an error page, an expired login and a dead network; what is brought back is said so.
// A form with data-draft-title is found again from any page that lists drafts of this device (drafts.js).
// Passwords, files and hidden fields are never kept. KEY must name the person (shared computers) and the thing written.
import { $, $$, banner, moment, clock, onContent } from "./dom.js";

export const PREFIX = "yanxiu:draft:";
const SENT = "yanxiu:sent";
const KEEP_DAYS = 30;
const PAUSE = 400; // ms after the last key

const skip = (field) => !field.name || field.name.startsWith("_") || /^(password|file|hidden|submit|button)$/.test(field.type) || "noDraft" in field.dataset;
const fields = (form) => Array.from(form.elements).filter((field) => !skip(field));
export const owner = () => document.body.dataset.owner || "-";
export const place = (form) => `${PREFIX}${owner()}:${form.dataset.draft}`;

// Values as {name: [..]}: one entry per ticked box or text, so that several fields may share a name.
export function collect(form) {
  const values = {};
  for (const field of fields(form)) {
    const list = (values[field.name] = values[field.name] || []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) list.push(field.value);
    } else if (field.multiple) list.push(...Array.from(field.selectedOptions, (option) => option.value));
    else list.push(field.value);
  }
  return values;
}

export function fill(form, values) {
  const seen = {};
  for (const field of fields(form)) {
    const list = values[field.name];
    if (!list) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else if (field.multiple) Array.from(field.options).forEach((option) => (option.selected = list.includes(option.value)));
    else {
      const index = (seen[field.name] = (seen[field.name] ?? -1) + 1);
      if (list[index] !== undefined) field.value = list[index];
    }
  }
  form.dispatchEvent(new CustomEvent("draft:filled", { bubbles: true }));
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function say(form, text, late = false) {
  const line = $("[data-draft-status]", form) || (form.id && $(`[data-draft-status="${form.id}"]`));
  if (!line) return;
  line.textContent = text;
  line.classList.toggle("is-late", late);
}

function save(form) {
  const entry = { at: Date.now(), version: form.dataset.draftVersion || "", values: collect(form) };
  if (form.dataset.draftTitle) Object.assign(entry, { title: form.dataset.draftTitle, url: form.getAttribute("action") });
  try {
    localStorage.setItem(place(form), JSON.stringify(entry));
    say(form, `已保存 ${clock()}`);
  } catch {
    say(form, "这台设备存不下草稿，请尽快提交", true);
  }
}

export function drop(key) {
  localStorage.removeItem(key);
}

function offer(form, entry, original) {
  const refused = Boolean($("[aria-invalid=true]", form)); // just sent and back with errors: certainly this text
  const moved = !refused && entry.version !== (form.dataset.draftVersion || "");
  if (!moved) fill(form, entry.values);
  const box = banner({
    text: moved
      ? `这里有 ${moment(entry.at)} 写了没交的内容，但这一页后来改过，所以没有自动放进来。`
      : `已放回 ${moment(entry.at)} 写了没交的内容。`,
    action: moved ? "用没交的内容" : "不要了",
    run: () => {
      fill(form, moved ? entry.values : original);
      if (!moved) drop(place(form));
      say(form, "");
      box.remove();
    },
  });
  box.dataset.draftNotice = "";
  form.prepend(box);
  if (!moved) say(form, `已保存 ${moment(entry.at)}`);
}

function watch(form) {
  if (form.draftWatched) return;
  form.draftWatched = true;
  const original = collect(form);
  const entry = read(place(form));
  if (entry && !same(entry.values, original)) offer(form, entry, original);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    save(form);
    sessionStorage.setItem(SENT, JSON.stringify({ key: place(form), from: location.pathname }));
  });
}

// The page after a submit tells whether it arrived: an error or login page, the same form with errors,
// or a page reached by reload or the back button does not count as arrived.
export function arrived(sent, page) {
  if (!sent || page.kind || page.navigation !== "navigate") return false;
  return page.referrer === sent.from && !page.formHasErrors;
}

function settle() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
  if (!sent || document.body.dataset.page) return; // still under way: an error or login page stands between
  sessionStorage.removeItem(SENT);
  const form = $$("form[data-draft]").find((candidate) => place(candidate) === sent.key);
  const entries = performance.getEntriesByType("navigation");
  const page = {
    kind: document.body.dataset.page || "",
    navigation: entries.length ? entries[0].type : "navigate",
    referrer: document.referrer ? new URL(document.referrer).pathname : "",
    formHasErrors: Boolean(form && $("[aria-invalid=true]", form)),
  };
  if (arrived(sent, page)) drop(sent.key);
}

function sweep() {
  const oldest = Date.now() - KEEP_DAYS * 86400000;
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && (read(key)?.at || 0) < oldest)
    .forEach(drop);
}

export function startDraft() {
  settle();
  sweep();
  onContent((root) => {
    if (root.matches && root.matches("form[data-draft]")) watch(root);
    $$("form[data-draft]", root).forEach(watch);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const sender = event.detail.requestConfig?.elt || event.target; // the answer may have replaced the form that asked
    const form = sender.closest && sender.closest("form[data-draft]");
    if (!form || event.detail.requestConfig?.verb === "get") return;
    sessionStorage.removeItem(SENT);
    const refused = /aria-invalid="?true/.test(event.detail.xhr.responseText || "");
    if (event.detail.successful && !refused) {
      drop(place(form));
      say(form, `已保存 ${clock()}`);
    } else if (!event.detail.successful) say(form, "没送到，内容还在这台设备上", true);
  });
}

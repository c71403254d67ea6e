// htmx without eval and without inline style, with the CSRF header, and with words for what goes wrong on the way.
import htmx from "htmx.org";
import { $, banner } from "./dom.js";

const WORDS = {
  403: "你没有权限做这一步。需要的话，请找本单位管理员。",
  404: "这一件已经不在了，刷新后看最新的。",
  409: "这一件刚才被别人改过，刷新后再看。",
  413: "文件太大，没有传上去。",
  429: "点得太快了，等一分钟再试。",
};

function show(text) {
  clear();
  const box = banner({ text, state: "late", role: "alert", action: "知道了", run: (line) => line.remove() });
  box.classList.add("net");
  box.id = "net";
  document.body.append(box);
}

function clear() {
  const box = $("#net");
  if (box) box.remove();
}

function reason(xhr) {
  if (WORDS[xhr.status]) return WORDS[xhr.status];
  const number = xhr.getResponseHeader("X-Reference");
  return `系统出错了，刚才这一步没有做成，你写的还在。${number ? `报修时请报编号 ${number}。` : ""}`;
}

// An expired login answers with the login page; go there whole and come back here.
function loginInstead(event) {
  if (!/data-page="login"/.test(event.detail.xhr.responseText || "")) return;
  event.detail.shouldSwap = false;
  const back = encodeURIComponent(location.pathname + location.search);
  const path = new URL(event.detail.xhr.responseURL || location.href).pathname;
  location.assign(`${path}?next=${back}`);
}

export function startHtmx() {
  window.htmx = htmx;
  Object.assign(htmx.config, {
    allowEval: false,
    includeIndicatorStyles: false,
    historyCacheSize: 0, // pages with names are not kept in the browser's storage
    refreshOnHistoryMiss: true,
    selfRequestsOnly: true,
    timeout: 30000,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true, error: false },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = $("meta[name=csrf-token]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });
  document.addEventListener("htmx:beforeSwap", loginInstead);
  document.addEventListener("htmx:sendError", () => show("网络不通，刚才这一步没有送到。你写的还在，网络好了再点一次。"));
  document.addEventListener("htmx:timeout", () => show("网络太慢，等了半分钟没有回音。你写的还在，请再点一次。"));
  document.addEventListener("htmx:responseError", (event) => show(reason(event.detail.xhr)));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && clear());
  window.addEventListener("offline", () => show("网络断了。可以接着写，内容先存在这台设备上。"));
  window.addEventListener("online", clear);
}

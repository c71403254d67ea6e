// A long list is searched by typing: select[data-search-select]. The library and its sheet are fetched only then;
// until they arrive, and without script, the select works as it is.
import { $$, onContent } from "./dom.js";

async function enrich(select) {
  if (select.searchSelect) return;
  select.searchSelect = true;
  const { default: TomSelect } = await import("tom-select/base");
  if (!document.querySelector("link[data-select-style]")) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.querySelector("meta[name=select-style]").content;
    link.dataset.selectStyle = "";
    document.head.append(link);
  }
  new TomSelect(select, {
    maxOptions: 300,
    hidePlaceholder: true,
    searchField: ["text", "keys"], // data-keys: pinyin and initials
    render: { no_results: () => '<div class="no-results">没有找到</div>' },
  });
}

export function startSearchSelect() {
  onContent((root) => $$("select[data-search-select]", root).forEach(enrich));
}

// Builds yanxiu/web/static/dist: two bundles (entry, app), the sheet for paper, and the sprite of the icons we use.
// Run by `npm run build`; everything it writes is git-ignored.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";

const OUT = "yanxiu/web/static/dist";
// Chromium 87 stands for the oldest browser kernels schools still run. A plain "safari14" fails on Alpine.
const TARGET = ["es2020", "chrome87", "safari14.1"];

const SHARED = {
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

// Each bundle is one file, so that a slow line is asked once; only what app.js imports on demand is a chunk.
const bundles = () =>
  Promise.all([
    build({ ...SHARED, entryPoints: { entry: "frontend/js/entry.js" } }),
    build({ ...SHARED, entryPoints: { app: "frontend/js/app.js" }, splitting: true, chunkNames: "chunk-[hash]" }),
    build({
      ...SHARED,
      entryPoints: {
        "entry-style": "frontend/css/entry-bundle.css",
        "app-style": "frontend/css/app-bundle.css",
        "select-style": "frontend/css/select.css",
        "paper-style": "frontend/css/paper.css",
      },
    }),
  ]);

// One symbol for each name of icons.txt; the outer svg's classes give size and colour.
async function symbol(name) {
  const text = await readFile(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inner = text
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none"[^>]*>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/ \/>/g, "/>")}</symbol>`;
}

async function sprite() {
  const lines = (await readFile("frontend/icons.txt", "utf8")).split("\n").map((line) => line.trim());
  const names = lines.filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(names.map(symbol));
  await writeFile(`${OUT}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([bundles(), sprite()]);

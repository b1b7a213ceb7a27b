// Builds the few scripts that pages need into the package's static folder.
import { copyFile, mkdir } from "node:fs/promises";
import { build } from "esbuild";

const out = new URL("../src/teduh/web/static/web/build/", import.meta.url).pathname;
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["src/map.ts"],
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: false,
  legalComments: "eof",
  logLevel: "warning",
});
// MapLibre runs its worker from a file of its own; the page tells it where that file lies.
await copyFile("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", `${out}map-worker.js`);
await copyFile("node_modules/maplibre-gl/dist/maplibre-gl.css", `${out}map.css`);

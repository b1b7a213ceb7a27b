// Builds the few scripts that pages need into the package's static folder.
import { build } from "esbuild";

const maplibre = "node_modules/maplibre-gl/dist";
const common = {
  outdir: new URL("../src/teduh/web/static/web/build/", import.meta.url).pathname,
  bundle: true,
  target: ["es2022"],
  minify: true,
  sourcemap: false,
  legalComments: "eof",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
};

await build({
  ...common,
  entryPoints: {
    map: "src/map.ts",
    photo: "src/photo.ts",
    passkey: "src/passkey.ts",
    work: "src/work.ts",
    answers: "src/answers.ts",
    // The riddle of a slowed report is solved beside the page, so that the page stays alive meanwhile.
    "work-worker": "src/work-worker.ts",
    // The officer's app (docs/offline.md).
    field: "src/field/start.tsx",
    // MapLibre runs its worker from a file of its own; the page tells it where that file lies.
    "map-worker": `${maplibre}/maplibre-gl-worker.mjs`,
    "map-style": `${maplibre}/maplibre-gl.css`,
  },
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
});

// A service worker is a plain script: not every browser takes a module there.
await build({
  ...common,
  entryPoints: { "field-sw": "src/field/service-worker.ts" },
  format: "iife",
});

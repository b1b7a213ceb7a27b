// Builds the few scripts that pages need into the package's static folder.
import { build } from "esbuild";

const maplibre = "node_modules/maplibre-gl/dist";
await build({
  entryPoints: {
    map: "src/map.ts",
    photo: "src/photo.ts",
    passkey: "src/passkey.ts",
    work: "src/work.ts",
    answers: "src/answers.ts",
    // The riddle of a slowed report is solved beside the page, so that the page stays alive meanwhile.
    "work-worker": "src/work-worker.ts",
    // MapLibre runs its worker from a file of its own; the page tells it where that file lies.
    "map-worker": `${maplibre}/maplibre-gl-worker.mjs`,
    "map-style": `${maplibre}/maplibre-gl.css`,
  },
  outdir: new URL("../src/teduh/web/static/web/build/", import.meta.url).pathname,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: false,
  legalComments: "eof",
  logLevel: "warning",
});

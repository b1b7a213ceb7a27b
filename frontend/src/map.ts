// The district map. The drawing that the server made stays until this one is ready, and for good where it cannot be.
import {
  type ExpressionSpecification,
  type GeoJSONFeature,
  Map as LibreMap,
  NavigationControl,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";

type Bounds = [number, number, number, number];

const HATCH = "hatch";
const UNKNOWN: ExpressionSpecification = ["in", ["get", "level"], ["literal", ["unknown", "none"]]];
const HERE: ExpressionSpecification = ["boolean", ["feature-state", "here"], false];

async function start(figure: HTMLElement): Promise<void> {
  const { geojson, worker } = figure.dataset;
  if (!geojson || !worker) return;
  const answer = await fetch(geojson, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = (await answer.json()) as GeoJSON.FeatureCollection;
  if (data.features.length === 0) return;
  setWorkerUrl(worker);
  const frame = document.createElement("div");
  frame.className = "canvas";
  // MapLibre's own style sheet decides how its container is placed, so it gets one inside ours.
  const container = frame.appendChild(document.createElement("div"));
  figure.append(frame);
  try {
    draw(figure, container, data);
  } catch {
    // Without WebGL the drawing of the server stays.
    frame.remove();
  }
}

function draw(figure: HTMLElement, container: HTMLElement, data: GeoJSON.FeatureCollection): void {
  const map = new LibreMap({
    container,
    bounds: boundsOf(data),
    fitBoundsOptions: { padding: 24, animate: false },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    // The wheel and one finger scroll the page; the map zooms with its buttons, with Ctrl or with two fingers.
    cooperativeGestures: true,
    locale: words(figure),
    style: styleOf(data),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.setMissingStyleImageResolver(async (id) => {
    if (id === HATCH && !map.hasImage(HATCH)) map.addImage(HATCH, hatch(colour("--hatch")), { pixelRatio: 2 });
  });
  map.once("idle", () => {
    figure.classList.add("ready");
    map.resize();
    map.fitBounds(boundsOf(data), { padding: 24, animate: false });
    listen(map, figure);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (map.hasImage(HATCH)) map.removeImage(HATCH);
    map.setStyle(styleOf(data), { diff: false });
  });
}

function styleOf(data: GeoJSON.FeatureCollection): StyleSpecification {
  return {
    version: 8,
    sources: { villages: { type: "geojson", data, promoteId: "code" } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("--surface") } },
      {
        id: "known",
        type: "fill",
        source: "villages",
        filter: ["!", UNKNOWN],
        paint: {
          "fill-color": [
            "match",
            ["get", "level"],
            "latent", colour("--latent"),
            "imminent", colour("--imminent"),
            "actual", colour("--actual"),
            colour("--accent-soft"),
          ],
        },
      },
      { id: "unknown", type: "fill", source: "villages", filter: UNKNOWN, paint: { "fill-pattern": HATCH } },
      {
        id: "borders",
        type: "line",
        source: "villages",
        paint: {
          "line-color": ["case", HERE, colour("--ink"), colour("--hatch")],
          "line-width": ["case", HERE, 2.5, 0.8],
        },
      },
    ],
  };
}

// With a mouse the name follows the pointer and a click opens the village. A finger has no hover: a tap shows the name,
// and the name is the link.
function listen(map: LibreMap, figure: HTMLElement): void {
  const name = document.createElement("a");
  name.className = "name";
  name.hidden = true;
  figure.append(name);
  const canHover = matchMedia("(hover: hover)").matches;
  let here: string | number | undefined;

  const mark = (feature: GeoJSONFeature | undefined): void => {
    if (feature?.id === here) return;
    if (here !== undefined) map.setFeatureState({ source: "villages", id: here }, { here: false });
    here = feature?.id;
    if (here !== undefined) map.setFeatureState({ source: "villages", id: here }, { here: true });
    name.hidden = feature === undefined;
    map.getCanvas().style.cursor = feature ? "pointer" : "";
    if (!feature) return;
    name.textContent = `${String(feature.properties["name"])}: ${String(feature.properties["label"])}`;
    name.href = String(feature.properties["url"]);
  };
  const at = (point: { x: number; y: number }): GeoJSONFeature | undefined =>
    map.queryRenderedFeatures([point.x, point.y], { layers: ["known", "unknown"] })[0];

  if (canHover) {
    map.on("mousemove", (event) => mark(at(event.point)));
    map.on("mouseout", () => mark(undefined));
  }
  map.on("click", (event) => {
    const feature = at(event.point);
    mark(feature);
    if (feature && canHover) location.assign(String(feature.properties["url"]));
  });
}

// The page says in the reader's language what the map would say in English; the drawing's own label names it.
function words(figure: HTMLElement): Record<string, string> {
  const { zoomIn, zoomOut, twoFingers, ctrlZoom, cmdZoom } = figure.dataset;
  const said: Record<string, string | null | undefined> = {
    "Map.Title": figure.querySelector("svg")?.getAttribute("aria-label"),
    "NavigationControl.ZoomIn": zoomIn,
    "NavigationControl.ZoomOut": zoomOut,
    "CooperativeGesturesHandler.MobileHelpText": twoFingers,
    "CooperativeGesturesHandler.WindowsHelpText": ctrlZoom,
    "CooperativeGesturesHandler.MacHelpText": cmdZoom ?? ctrlZoom,
  };
  return Object.fromEntries(Object.entries(said).filter((pair): pair is [string, string] => Boolean(pair[1])));
}

function boundsOf(data: GeoJSON.FeatureCollection): Bounds {
  const bounds: Bounds = [180, 90, -180, -90];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [longitude, latitude] = value as unknown[];
    if (typeof longitude === "number" && typeof latitude === "number") {
      bounds[0] = Math.min(bounds[0], longitude);
      bounds[1] = Math.min(bounds[1], latitude);
      bounds[2] = Math.max(bounds[2], longitude);
      bounds[3] = Math.max(bounds[3], latitude);
      return;
    }
    value.forEach(walk);
  };
  for (const feature of data.features) if ("coordinates" in feature.geometry) walk(feature.geometry.coordinates);
  return bounds;
}

function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}

// Diagonal lines, so that "unknown" can be told from "calm" without colour.
function hatch(stroke: string): ImageData {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) return new ImageData(size, size);
  pen.strokeStyle = stroke;
  pen.lineWidth = 2.4;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

for (const figure of document.querySelectorAll<HTMLElement>(".map[data-geojson]")) void start(figure).catch(() => undefined);

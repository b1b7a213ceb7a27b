// The district map: the drawing that the server made stays until this one is ready, and for good where it cannot be.
import { type ExpressionSpecification, Map as LibreMap, NavigationControl, setWorkerUrl } from "maplibre-gl";

type Bounds = [number, number, number, number];

const HATCH = "hatch";

function start(figure: HTMLElement): void {
  const source = figure.dataset["geojson"];
  const worker = figure.dataset["worker"];
  if (!source || !worker) return;
  setWorkerUrl(worker);
  void show(figure, source).catch(() => figure.classList.remove("ready"));
}

async function show(figure: HTMLElement, source: string): Promise<void> {
  const answer = await fetch(source, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = (await answer.json()) as GeoJSON.FeatureCollection;
  if (data.features.length === 0) return;

  const canvas = document.createElement("div");
  canvas.className = "canvas";
  const name = document.createElement("p");
  name.className = "name";
  name.hidden = true;
  figure.append(canvas, name);
  figure.classList.add("ready");

  const map = new LibreMap({
    container: canvas,
    bounds: boundsOf(data),
    fitBoundsOptions: { padding: 24, animate: false },
    attributionControl: false,
    // The wheel scrolls the page; the map zooms with its buttons or with two fingers.
    cooperativeGestures: true,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": colour("--surface") } }] },
  });
  map.on("error", () => undefined);
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.once("load", () => {
    map.addImage(HATCH, hatch(colour("--line")));
    addLayers(map, data);
    listen(map, name);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
}

function addLayers(map: LibreMap, data: GeoJSON.FeatureCollection): void {
  map.addSource("villages", { type: "geojson", data, promoteId: "code" });
  const unknown: ExpressionSpecification = ["in", ["get", "level"], ["literal", ["unknown", "none"]]];
  map.addLayer({
    id: "known",
    type: "fill",
    source: "villages",
    filter: ["!", unknown],
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
  });
  map.addLayer({ id: "unknown", type: "fill", source: "villages", filter: unknown, paint: { "fill-pattern": HATCH } });
  map.addLayer({
    id: "borders",
    type: "line",
    source: "villages",
    paint: {
      "line-color": colour("--muted"),
      "line-width": ["case", ["boolean", ["feature-state", "here"], false], 3, 0.8],
    },
  });
}

function listen(map: LibreMap, name: HTMLElement): void {
  let here: string | number | undefined;
  const leave = (): void => {
    if (here !== undefined) map.setFeatureState({ source: "villages", id: here }, { here: false });
    here = undefined;
    name.hidden = true;
    map.getCanvas().style.cursor = "";
  };
  for (const layer of ["known", "unknown"]) {
    map.on("mousemove", layer, (event) => {
      const feature = event.features?.[0];
      if (!feature || feature.id === here) return;
      leave();
      here = feature.id;
      if (here !== undefined) map.setFeatureState({ source: "villages", id: here }, { here: true });
      name.textContent = `${String(feature.properties["name"])}: ${String(feature.properties["label"])}`;
      name.hidden = false;
      map.getCanvas().style.cursor = "pointer";
    });
    map.on("mouseleave", layer, leave);
    map.on("click", layer, (event) => {
      const url: unknown = event.features?.[0]?.properties["url"];
      if (typeof url === "string") location.assign(url);
    });
  }
}

function boundsOf(data: GeoJSON.FeatureCollection): Bounds {
  const bounds: Bounds = [180, 90, -180, -90];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === "number" && typeof value[1] === "number") {
      bounds[0] = Math.min(bounds[0], value[0]);
      bounds[1] = Math.min(bounds[1], value[1]);
      bounds[2] = Math.max(bounds[2], value[0]);
      bounds[3] = Math.max(bounds[3], value[1]);
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
  const size = 12;
  const canvas = new OffscreenCanvas(size, size);
  const pen = canvas.getContext("2d");
  if (!pen) return new ImageData(size, size);
  pen.strokeStyle = stroke;
  pen.lineWidth = 3;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

document.querySelectorAll<HTMLElement>("figure.map").forEach(start);

// Where the villages lie to each other, from their coordinates: no tiles, nothing to load, readable in the sun.
import { t } from "../words";

export interface Spot { code: string; name: string; latitude: number; longitude: number; numbers: number[] }

const WIDTH = 340;
const HEIGHT = 220;
const EDGE = 34;

export function MapSketch({ spots, path }: { spots: Spot[]; path: string[] }) {
  if (spots.length === 0) return null;
  const at = placed(spots);
  const labels = labelled(spots, at);
  const points = path.flatMap((code) => at.get(code) ?? []);
  const told = spots.filter(({ numbers }) => numbers.length > 0).map(({ name, numbers }) => `${numbers.join(", ")} ${name}`);
  return (
    <figure class="sketch">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("Letak desa menurut urutan: %(list)s", { list: told.join("; ") })}>
        <path class="way" d={points.map(({ x, y }, n) => `${n ? "L" : "M"}${x} ${y}`).join("")} />
        {spots.map(({ code, name, numbers }) => {
          const { x, y } = at.get(code) ?? { x: 0, y: 0 };
          return (
            <g key={code} class={numbers.length ? "stop" : "other"}>
              <circle cx={x} cy={y} r={numbers.length ? 13 : 4} />
              {numbers.length > 0 && <text class="number" x={x} y={y + 4.5}>{numbers.join("·")}</text>}
              <text class="name" {...labels.get(code)}>{name}</text>
            </g>
          );
        })}
      </svg>
      <figcaption class="help">{t("Utara di atas. Garis menunjukkan urutan, bukan jalan.")}</figcaption>
    </figure>
  );
}

interface Label { x: number; y: number }
const LETTER = 6;
const LINE = 13;

/** Each name above its point, or below where another name stands; those of the plan choose first. */
function labelled(spots: Spot[], at: Map<string, Label>): Map<string, Label> {
  const taken: (Label & { half: number })[] = [];
  const found = new Map<string, Label>();
  for (const { code, name, numbers } of [...spots].sort((one, other) => other.numbers.length - one.numbers.length)) {
    const { x, y } = at.get(code) ?? { x: 0, y: 0 };
    const half = (name.length * LETTER) / 2;
    const off = numbers.length ? 18 : 9;
    const middle = Math.max(half, Math.min(WIDTH - half, x));
    const free = (height: number): boolean =>
      taken.every((one) => Math.abs(one.y - height) > LINE || Math.abs(one.x - middle) > one.half + half);
    const height = [y - off, y + off + 9, y - off - LINE, y + off + 9 + LINE].find(free) ?? y - off;
    taken.push({ x: middle, y: height, half });
    found.set(code, { x: middle, y: height });
  }
  return found;
}

/** The same scale both ways: at these latitudes a degree is as long to the east as to the north. */
function placed(spots: Spot[]): Map<string, { x: number; y: number }> {
  const [west, east] = ends(spots.map(({ longitude }) => longitude));
  const [south, north] = ends(spots.map(({ latitude }) => latitude));
  const scale = Math.min((WIDTH - 2 * EDGE) / (east - west || 1e-6), (HEIGHT - 2 * EDGE) / (north - south || 1e-6), 20_000);
  const place = (value: number, middle: number, size: number): number => Math.round(size / 2 + (value - middle) * scale);
  return new Map(
    spots.map(({ code, latitude, longitude }) => [
      code,
      { x: place(longitude, (west + east) / 2, WIDTH), y: place(-latitude, -(south + north) / 2, HEIGHT) },
    ]),
  );
}

const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];

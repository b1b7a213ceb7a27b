import { useState } from "preact/hooks";
import { queue } from "../acts";
import { given, outbox } from "../kept";
import { Empty, Page } from "../parts/layout";
import { MapSketch, type Spot } from "../parts/map-sketch";
import { StartVisit } from "../parts/start-visit";
import type { Papers, Stop, VillagePaper } from "../protocol";
import { to } from "../routes";
import { dayInWords, isoDay } from "../times";
import { t } from "../words";

export function Plan() {
  const stops = given.papers.stops ?? [];
  const days = [...new Set(stops.map(({ day }) => day))].sort();
  const today = isoDay(new Date());
  const [day, choose] = useState(days.includes(today) ? today : (days[0] ?? today));
  const shown = stops.filter((stop) => stop.day === day);
  const firstOpen = shown.find(({ state, id }) => state === "planned" && !isSkipped(id));
  return (
    <Page title={t("Rencana")} small={dayInWords(day)}>
      {days.length > 1 && (
        <p class="days" role="group" aria-label={t("Hari")}>
          {days.map((one) => (
            <button key={one} type="button" aria-pressed={one === day} onClick={() => choose(one)}>
              {one === today ? t("Hari ini") : dayInWords(one)}
            </button>
          ))}
        </p>
      )}
      {shown.length === 0 ? (
        <Empty>{t("Tidak ada kunjungan dalam rencana.")}</Empty>
      ) : (
        <MapSketch spots={spots(shown)} path={shown.map(({ village }) => village)} />
      )}
      <ol class="steps">
        {shown.map((stop) => (
          <li key={stop.id}>
            <StopCard stop={stop} primary={stop === firstOpen && day === today} />
          </li>
        ))}
      </ol>
    </Page>
  );
}

function StopCard({ stop, primary }: { stop: Stop; primary: boolean }) {
  const skipped = isSkipped(stop.id);
  return (
    <div class="card">
      <h2>
        <a href={to("desa", stop.village)}>{stop.name}</a> {stop.arrive_at && <small>{t("tiba sekitar %(clock)s", { clock: stop.arrive_at })}</small>}
      </h2>
      <p>{stop.reason}</p>
      {stop.state === "visited" && <p class="chip ok">{t("Sudah dikunjungi")}</p>}
      {(stop.state === "skipped" || skipped) && <p class="chip">{t("Dilewati: %(why)s", { why: stop.skip_reason || skipped || "" })}</p>}
      {stop.state === "planned" && !skipped && (
        <>
          <StartVisit village={stop.village} stop={stop} primary={primary} />
          <Skip stop={stop} />
        </>
      )}
    </div>
  );
}

/** The reason that waits to be sent, if this stop was skipped on the phone. */
function isSkipped(stop: string): string | undefined {
  for (const { act } of outbox.values()) if (act.kind === "stop.skip" && act.body.stop === stop) return act.body.reason;
  return undefined;
}

function Skip({ stop }: { stop: Stop }) {
  const [reason, write] = useState("");
  const skip = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!reason.trim()) return;
    const body = { stop: stop.id, reason: reason.trim() };
    await queue([{ body: { kind: "stop.skip", body }, label: t("Lewati %(village)s", { village: stop.name }), village: stop.village }]);
  };
  return (
    <details>
      <summary>{t("Tidak bisa ke sana")}</summary>
      <form class="form" onSubmit={(event) => void skip(event)}>
        <label class="field">
          {t("Mengapa?")}
          <input value={reason} maxLength={300} required onInput={(event) => write(event.currentTarget.value)} placeholder={t("Misalnya: jembatan putus")} />
        </label>
        <button class="button">{t("Lewati kunjungan ini")}</button>
      </form>
    </details>
  );
}

/** The villages of the day with their numbers, and the officer's other villages as small points. */
function spots(stops: Stop[]): Spot[] {
  const found = new Map<string, Spot>();
  for (const village of villages(given.papers)) add(found, village.code, village.name, village.latitude, village.longitude);
  stops.forEach((stop, n) => add(found, stop.village, stop.name, stop.latitude, stop.longitude, n + 1));
  return [...found.values()];
}

function add(found: Map<string, Spot>, code: string, name: string, latitude: number | null, longitude: number | null, number?: number): void {
  if (latitude === null || longitude === null) return;
  const spot = found.get(code) ?? { code, name, latitude, longitude, numbers: [] };
  if (number !== undefined) spot.numbers.push(number);
  found.set(code, spot);
}

export const villages = (papers: Papers): VillagePaper[] =>
  Object.entries(papers)
    .filter(([key]) => key.startsWith("village/"))
    .map(([, paper]) => paper as VillagePaper)
    .sort((one, other) => one.name.localeCompare(other.name, "id"));

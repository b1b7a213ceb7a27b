// A few things for today, and one of them stands out: go on with the visit that was begun, or begin the next.
import { Empty, Page } from "../parts/layout";
import { StartVisit } from "../parts/start-visit";
import { nameOf, startReport, visitDrafts } from "../drafts";
import { drafts, given } from "../kept";
import type { Stop, Thing } from "../protocol";
import { go, to } from "../routes";
import { ago, dayInWords, isoDay } from "../times";
import { many, t } from "../words";

export const nextStop = (): Stop | undefined => {
  const today = isoDay(new Date());
  const begun = new Set(visitDrafts().map(({ stop }) => stop));
  return (given.papers.stops ?? []).find(({ day, state, id }) => day === today && state === "planned" && !begun.has(id));
};

export function Today() {
  const today = isoDay(new Date());
  const { papers, takenAt } = given;
  // The stop that stands out above is not said twice.
  const things = (papers.today?.day === today ? papers.today.things : []).filter(({ kind, id }) => kind !== "stop" || id !== nextStop()?.id);
  const begun = visitDrafts().filter(({ correction }) => !correction);
  const stop = nextStop();
  return (
    <Page title={t("Hari ini")} small={dayInWords(today)}>
      {begun.map((draft, n) => (
        <p key={draft.id} class="do">
          <a class={n ? "button" : "button primary"} href={to("kunjungan", draft.id)}>
            {t("Lanjutkan kunjungan di %(village)s", { village: nameOf(draft) })}
          </a>
        </p>
      ))}
      {stop && (
        <section class="card next">
          <h2>{begun.length ? t("Berikutnya") : t("Sekarang")}</h2>
          <p class="lead">
            <a href={to("desa", stop.village)}>{stop.name}</a> {stop.arrive_at && <small>{stop.arrive_at}</small>}
          </p>
          <p>{stop.reason}</p>
          <StartVisit village={stop.village} stop={stop} primary={begun.length === 0} />
        </section>
      )}
      {!stop && begun.length === 0 && (
        <p class="do">
          <a class="button primary" href={to("desa")}>{t("Mulai kunjungan")}</a>
        </p>
      )}
      <Things things={things} />
      <ReportButton />
      <footer class="foot-links">
        <a href={to("kunjungan")}>{t("Kunjungan saya")}</a>
        <a href={to("hp")}>{t("HP ini")}</a>
      </footer>
      {takenAt && <p class="help">{t("Isi dari server, %(ago)s.", { ago: ago(new Date(takenAt), new Date()) })}</p>}
    </Page>
  );
}

function Things({ things }: { things: Thing[] }) {
  if (!given.takenAt) return <Empty>{t("Belum ada isi dari server. Buka sekali selagi ada sinyal.")}</Empty>;
  if (things.length === 0) return <Empty>{t("Tidak ada lagi yang menunggu hari ini.")}</Empty>;
  return (
    <section>
      <h2>{many("%(n)s hal untuk hari ini", "%(n)s hal untuk hari ini", things.length)}</h2>
      <ul class="cards">
        {things.map((thing, n) => (
          <li key={n} class="card">
            <a href={whereTo(thing)}>{thing.sentence}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const whereTo = ({ kind, village }: Thing): string =>
  kind === "difference" ? to("kunjungan") : kind === "stop" ? to("rencana") : village ? to("desa", village) : to("rencana");

function ReportButton() {
  const begun = [...drafts.values()].find(({ kind }) => kind === "report");
  const open = async (): Promise<void> => go("laporan", (begun ?? (await startReport(""))).id);
  return (
    <p class="do">
      <button type="button" class="button" onClick={() => void open()}>
        {begun ? t("Lanjutkan laporan warga") : t("Tulis laporan warga")}
      </button>
    </p>
  );
}

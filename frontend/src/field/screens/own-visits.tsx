// The officer's own visits that may still be told better, and both sides where two people told one differently.
import { correct, villageName } from "../drafts";
import { given, outbox } from "../kept";
import { Empty, Page } from "../parts/layout";
import type { Account, Difference, OwnVisit } from "../protocol";
import { go, to } from "../routes";
import { clockOf, momentInWords, shortDay } from "../times";
import { many, t } from "../words";

export function OwnVisits() {
  const all = given.papers.visits ?? [];
  const apart = all.filter(({ differences }) => differences.length > 0);
  return (
    <Page title={t("Kunjungan saya")} back={to("")}>
      {apart.map((own) => <Apart key={own.visit} own={own} />)}
      {all.length === 0 && <Empty>{t("Belum ada kunjungan yang tersimpan di server.")}</Empty>}
      <ul class="cards">
        {all.filter((own) => !apart.includes(own)).map((own) => (
          <li key={own.visit} class="card">
            <strong>{villageName(own.village)}</strong>
            <p class="quiet">{summary(own.account)}</p>
            {waits(own) ? (
              <p class="chip">{t("pembetulan menunggu terkirim")}</p>
            ) : (
              <button type="button" onClick={() => void open(own, own.account, [])}>{t("Betulkan")}</button>
            )}
            <p class="help">{t("Bisa dibetulkan sampai %(day)s.", { day: shortDay(own.until) })}</p>
          </li>
        ))}
      </ul>
    </Page>
  );
}

const waits = ({ visit }: OwnVisit): boolean => [...outbox.values()].some(({ act }) => act.kind === "visit.correct" && act.body.visit === visit);

async function open(own: OwnVisit, account: Account, settles: string[]): Promise<void> {
  go("kunjungan", (await correct(own, account, settles)).id);
}

function Apart({ own }: { own: OwnVisit }) {
  const settles = own.differences.map(({ id }) => id);
  return (
    <section class="card apart">
      <h2>{t("Dua catatan untuk satu kunjungan")}</h2>
      <p>{t("Petugas lain mengubah kunjungan di %(village)s sebelum catatan Anda sampai. Keduanya tersimpan. Pilih yang benar, atau gabungkan.", { village: villageName(own.village) })}</p>
      <Side title={t("Yang sekarang berlaku")} account={own.account} onChoose={() => void open(own, own.account, settles)} />
      {own.differences.map((difference) => (
        <Side key={difference.id} title={sideTitle(difference)} account={difference.account} onChoose={() => void open(own, difference.account, settles)} />
      ))}
    </section>
  );
}

const sideTitle = ({ by, arrived_at }: Difference): string => t("Catatan %(by)s, tiba %(at)s", { by, at: momentInWords(new Date(arrived_at)) });

function Side({ title, account, onChoose }: { title: string; account: Account; onChoose: () => void }) {
  return (
    <div class="side-of">
      <h3>{title}</h3>
      <p>{summary(account)}</p>
      {account.place_detail && <p>{account.place_detail}</p>}
      {account.situation && <blockquote class="quote">{account.situation}</blockquote>}
      {account.questions.map(({ question, answer }) => <p key={question} class="quiet">{question} — {answer}</p>)}
      {account.concerns.map(({ text }) => <p key={text} class="quiet">{text}</p>)}
      <button type="button" onClick={onChoose}>{t("Mulai dari catatan ini")}</button>
    </div>
  );
}

function summary({ activity, started_at, ended_at, people }: Account): string {
  const label = given.papers.words?.activities.find(({ key }) => key === activity)?.label ?? activity;
  const [began, ended] = [new Date(started_at), new Date(ended_at)];
  const met = people.reduce((sum, { count }) => sum + count, 0);
  const parts = [label, `${shortDay(started_at.slice(0, 10))} ${clockOf(began)}–${clockOf(ended)}`, many("%(n)s orang", "%(n)s orang", met)];
  return parts.join(" · ");
}

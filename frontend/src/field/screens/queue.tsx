// What is on its way, what the server has, and what needs a hand. Nothing is called sent before the server said so.
import { discard, goAgain } from "../acts";
import { mend } from "../drafts";
import { canGo, state } from "../exchange";
import { type Done, type Queued, done, drafts, given, outbox } from "../kept";
import { Empty, Page, SendNow } from "../parts/layout";
import { go, to } from "../routes";
import { useSignalled } from "../signalled";
import { ago, momentInWords } from "../times";
import { many, t } from "../words";

export function Queue() {
  const { busy, words, problem, to: signIn } = useSignalled(state);
  const all = [...outbox.values()].sort((one, other) => (one.act.id < other.act.id ? -1 : 1));
  const stuck = all.filter((one) => !canGo(one));
  const waits = all.filter(canGo);
  return (
    <Page title={t("Kiriman")} small={lastExchange()}>
      {words && (
        <p class={problem === "signin" ? "notice waits" : "notice"} role="status">
          {words} {problem === "signin" && signIn && <a class="button" href={signIn}>{t("Masuk lagi")}</a>}
        </p>
      )}
      {(waits.length > 0 || !busy) && <p class="do"><SendNow primary={waits.length > 0 && stuck.length === 0} /></p>}
      {stuck.length > 0 && (
        <section>
          <h2>{many("%(n)s perlu Anda periksa", "%(n)s perlu Anda periksa", stuck.length)}</h2>
          <ul class="cards">{stuck.map((one) => <Stuck key={one.act.id} one={one} />)}</ul>
        </section>
      )}
      {all.length === 0 && <Empty>{t("Tidak ada yang menunggu.")}</Empty>}
      {waits.length > 0 && (
        <section>
          <h2>{many("%(n)s menunggu terkirim", "%(n)s menunggu terkirim", waits.length)}</h2>
          <ul class="cards">{waits.map((one) => <Waiting key={one.act.id} one={one} />)}</ul>
        </section>
      )}
      <Drafts />
      <Stored />
      <p class="foot-links"><a href={to("hp")}>{t("HP ini")}</a></p>
    </Page>
  );
}

const lastExchange = (): string =>
  given.takenAt ? t("terakhir tersambung %(ago)s", { ago: ago(new Date(given.takenAt), new Date()) }) : t("belum pernah tersambung");

function Waiting({ one: { act, label, said, files } }: { one: Queued }) {
  return (
    <li class="card">
      <a href={to("selesai", act.id)}>{label}</a>
      <p class="quiet">
        {t("dibuat %(at)s", { at: momentInWords(new Date(act.made_at)) })}
        {files.length > 0 && ` · ${many("%(n)s berkas", "%(n)s berkas", files.length)}`}
      </p>
      {said?.message && <p class="help">{said.message}</p>}
    </li>
  );
}

function Stuck({ one: { act, label, said } }: { one: Queued }) {
  const canMend = said?.todo === "mend" && (act.kind === "visit.record" || act.kind === "visit.correct" || act.kind === "report.enter");
  const open = async (): Promise<void> => {
    const draft = await mend(act.id);
    if (draft) go(draft.kind === "visit" ? "kunjungan" : "laporan", draft.id);
  };
  return (
    <li class="card">
      <strong>{label}</strong>
      <p class="error">{said?.message}</p>
      <p class="help">{whatToDo(said?.todo)}</p>
      <div class="actions">
        {canMend && <button type="button" class="button primary" onClick={() => void open()}>{t("Perbaiki")}</button>}
        {!canMend && <button type="button" onClick={() => void goAgain(act.id)}>{t("Coba kirim lagi")}</button>}
      </div>
      <details>
        <summary>{t("Buang kiriman ini")}</summary>
        <p>{t("Server tidak memilikinya; di HP pun akan hilang.")}</p>
        <button type="button" class="button waits" onClick={() => void discard(act.id)}>{t("Ya, buang")}</button>
      </details>
    </li>
  );
}

function whatToDo(todo: string | null | undefined): string {
  switch (todo) {
    case "mend":
      return t("Perbaiki yang disebut di atas, lalu kirim lagi. Yang lain tidak perlu ditulis ulang.");
    case "update_app":
      return t("Buka aplikasi ini selagi ada sinyal sampai muncul “Versi baru siap”, lalu pakai versi itu.");
    case "sign_in_as":
      return t("Kiriman ini ditulis petugas lain di HP ini. Ia perlu masuk sendiri.");
    case "ask_chief":
      return t("Bicarakan dengan Kapolsek. Catatan ini tetap ada di HP.");
    default:
      return "";
  }
}

function Drafts() {
  const all = [...drafts.values()];
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{many("%(n)s masih ditulis", "%(n)s masih ditulis", all.length)}</h2>
      <ul class="cards">
        {all.map((draft) => (
          <li key={draft.id} class="card">
            <a href={to(draft.kind === "visit" ? "kunjungan" : "laporan", draft.id)}>
              {draft.kind === "visit" ? t("Kunjungan, mulai %(at)s", { at: momentInWords(new Date(draft.startedAt)) }) : t("Laporan dari warga")}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stored() {
  if (done.length === 0) return null;
  return (
    <section>
      <h2>{t("Sudah tersimpan di server")}</h2>
      <ul class="cards">{done.slice(0, 20).map((one) => <StoredOne key={one.id} one={one} />)}</ul>
    </section>
  );
}

function StoredOne({ one: { id, label, storedAt, outcome, notes } }: { one: Done }) {
  return (
    <li class="card">
      <a href={to("selesai", id)}>{label}</a>
      <p class="quiet">{momentInWords(new Date(storedAt))}</p>
      {outcome === "conflict" && <a class="button waits" href={to("kunjungan")}>{t("ada dua catatan, pilih salah satu")}</a>}
      {notes.map((note) => <p key={note} class="help">{note}</p>)}
    </li>
  );
}

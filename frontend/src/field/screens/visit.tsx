// One visit, told once. Everything is saved as it is typed; the clock has run since the first tap.
import { type VisitDraft, PHOTOS_OF_VISIT, attach, detach, finishVisit, nameOf, throwAway } from "../drafts";
import { drafts, given, keepDraft, media } from "../kept";
import { Empty, Page } from "../parts/layout";
import { Photos } from "../parts/photo";
import { Stepper } from "../parts/stepper";
import { Voice } from "../parts/voice";
import type { Met } from "../protocol";
import { go, goInstead, to } from "../routes";
import { clockOf, stamp } from "../times";
import { visitText } from "../visit-text";
import { many, t } from "../words";
import { Concerns, Promises, Questions } from "../parts/pairs";

type Change = (some: Partial<VisitDraft>) => void;
interface PartProps { draft: VisitDraft; change: Change }

export function VisitForm({ id }: { id: string }) {
  const draft = drafts.get(id);
  if (draft?.kind !== "visit") {
    return (
      <Page title={t("Catatan kunjungan")} back={to("")}>
        <Empty>{t("Kunjungan ini sudah selesai ditulis.")}</Empty>
      </Page>
    );
  }
  // The newest draft, not the one that was drawn: a photo may have come in between.
  const change: Change = (some) => {
    const newest = drafts.get(id);
    if (newest?.kind === "visit") void keepDraft({ ...newest, ...some });
  };
  const finish = async (event: Event): Promise<void> => {
    event.preventDefault();
    const newest = drafts.get(id);
    if (newest?.kind !== "visit") return;
    const whole = { ...newest, endedAt: newest.endedAt || stamp(new Date()) };
    await finishVisit(whole, visitText(whole));
    goInstead("selesai", newest.act);
  };
  return (
    <Page title={draft.correction ? t("Betulkan kunjungan") : t("Catatan kunjungan")} small={nameOf(draft)} back={to("")} filling>
      <form class="form visit" onSubmit={(event) => void finish(event)}>
        <When draft={draft} change={change} />
        <Who draft={draft} change={change} />
        <Carried draft={draft} change={change} />
        <Questions rows={draft.questions} onRows={(questions) => change({ questions })} />
        <Concerns rows={draft.concerns} onRows={(concerns) => change({ concerns })} issues={given.papers[`village/${draft.village}`]?.issues ?? []} />
        {!draft.correction && <Promises rows={draft.promises} onRows={(promises) => change({ promises })} />}
        <Situation draft={draft} change={change} />
        {!draft.correction && <Files draft={draft} />}
        <div class="actions">
          <button class="button primary big">{draft.correction ? t("Simpan pembetulan") : t("Selesai dan simpan")}</button>
        </div>
      </form>
      <details>
        <summary>{t("Buang catatan ini")}</summary>
        <p>{t("Yang sudah ditulis di sini hilang dan tidak terkirim.")}</p>
        <button type="button" class="button waits" onClick={() => void throwAway(draft).then(() => go(""))}>{t("Ya, buang")}</button>
      </details>
    </Page>
  );
}

function When({ draft, change }: PartProps) {
  const { activities = [] } = given.papers.words ?? {};
  const began = new Date(draft.startedAt);
  const setClock = (name: "startedAt" | "endedAt", clock: string): void => {
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    const at = new Date(began);
    at.setHours(hours, minutes, 0, 0);
    // A round that ends after midnight ends on the next day.
    if (name === "endedAt" && at < began) at.setDate(at.getDate() + 1);
    change({ [name]: clock ? stamp(at) : "" });
  };
  return (
    <>
      <label class="field">
        {t("Kegiatan")}
        <select value={draft.activity} onChange={(event) => change({ activity: event.currentTarget.value })}>
          {activities.map(({ key, label }) => <option key={key} value={key}>{label}</option>)}
        </select>
      </label>
      <div class="row times">
        <label class="field">
          {t("Mulai")}
          <input type="time" required value={clockOf(began)} onInput={(event) => event.currentTarget.value && setClock("startedAt", event.currentTarget.value)} />
        </label>
        <label class="field">
          {t("Selesai")}
          <input type="time" value={draft.endedAt && clockOf(new Date(draft.endedAt))} onInput={(event) => setClock("endedAt", event.currentTarget.value)} />
        </label>
      </div>
      <p class="help">{t("Jam selesai boleh kosong: dipakai jam saat Anda menyimpan.")}</p>
      <label class="field">
        {t("Tempat di desa itu")}
        <input value={draft.place} maxLength={200} placeholder={t("Misalnya: balai desa")} onInput={(event) => change({ place: event.currentTarget.value })} />
      </label>
    </>
  );
}

function Who({ draft, change }: PartProps) {
  const { roles = [] } = given.papers.words ?? {};
  const { colleagues = [] } = given.papers.officer ?? {};
  const count = (role: string): number => draft.people.find((met) => met.role === role)?.count ?? 0;
  const set = (role: string, n: number): void => {
    const others = draft.people.filter((met) => met.role !== role);
    change({ people: n > 0 ? [...others, { role, count: n }] : others });
  };
  const total = draft.people.reduce((sum: number, met: Met) => sum + met.count, 0);
  return (
    <fieldset class="field">
      <legend>{t("Siapa yang ditemui?")} <small>{many("%(n)s orang", "%(n)s orang", total)}</small></legend>
      <p class="help">{t("Hitung menurut peran. Nama tidak dicatat.")}</p>
      {roles.slice(0, 4).map(({ key, label }) => <Stepper key={key} label={label} count={count(key)} onCount={(n) => set(key, n)} />)}
      <details open={roles.slice(4).some(({ key }) => count(key) > 0)}>
        <summary>{t("Peran lain")}</summary>
        {roles.slice(4).map(({ key, label }) => <Stepper key={key} label={label} count={count(key)} onCount={(n) => set(key, n)} />)}
      </details>
      {colleagues.length > 0 && !draft.correction && (
        <details>
          <summary>{t("Bersama petugas lain")}</summary>
          {colleagues.map(({ id, name }) => (
            <label key={id} class="check">
              <input
                type="checkbox"
                checked={draft.officers.includes(id)}
                onChange={(event) => change({ officers: event.currentTarget.checked ? [...draft.officers, id] : draft.officers.filter((one) => one !== id) })}
              />
              {name}
            </label>
          ))}
        </details>
      )}
    </fieldset>
  );
}

function Carried({ draft, change }: PartProps) {
  const { messages = [] } = given.papers;
  if (messages.length === 0) return null;
  return (
    <details open={draft.messages.length > 0}>
      <summary>{t("Pesan yang disampaikan")} {draft.messages.length > 0 && <small>{draft.messages.length}</small>}</summary>
      {messages.map(({ id, title }) => (
        <div key={id} class="carried">
          <label class="check">
            <input
              type="checkbox"
              checked={draft.messages.includes(id)}
              onChange={(event) => change({ messages: event.currentTarget.checked ? [...draft.messages, id] : draft.messages.filter((one) => one !== id) })}
            />
            {title}
          </label>
          <a href={to("pesan", id)}>{t("Bacakan")}<span class="hide"> {title}</span></a>
        </div>
      ))}
    </details>
  );
}

function Situation({ draft, change }: PartProps) {
  return (
    <label class="field">
      {t("Situasi")}
      <textarea class="short" value={draft.situation} maxLength={4000} onInput={(event) => change({ situation: event.currentTarget.value })} />
      <span class="help">{t("Yang Anda lihat sendiri. Bisa didikte lewat papan tik. Tulis peran, bukan nama.")}</span>
    </label>
  );
}

function Files({ draft }: { draft: VisitDraft }) {
  const { id } = draft;
  const { voice } = draft;
  return (
    <details open={draft.photos.length > 0 || voice !== undefined}>
      <summary>{t("Foto dan suara")} {draft.photos.length > 0 && <small>{draft.photos.length}</small>}</summary>
      <Photos
        photos={draft.photos.map((file) => ({ id: file, read: () => media(file) }))}
        most={PHOTOS_OF_VISIT}
        onAdd={(small) => attach<VisitDraft>(id, small, (now, file) => ({ ...now, photos: [...now.photos, file] }))}
        onDrop={(file) => void detach({ ...draft, photos: draft.photos.filter((one) => one !== file) }, file)}
      />
      <Voice
        {...(voice ? { note: { id: voice.file, seconds: voice.seconds, read: () => media(voice.file) } } : {})}
        onKeep={(note, seconds) => attach<VisitDraft>(id, note, (now, file) => ({ ...now, voice: { file, seconds } }))}
        onDrop={() => {
          const { voice: gone, ...rest } = draft;
          if (gone) void detach(rest, gone.file);
        }}
      />
    </details>
  );
}

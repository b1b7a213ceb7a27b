// What a resident says to the officer. No name and no number is asked for: whoever wants an answer gets the code.
import { useState } from "preact/hooks";
import { type ReportDraft, PHOTOS_OF_REPORT, attach, detach, finishReport, throwAway } from "../drafts";
import { drafts, given, keepDraft, media } from "../kept";
import { Empty, Page } from "../parts/layout";
import { Photos } from "../parts/photo";
import { go, goInstead, to } from "../routes";
import { t } from "../words";
import { villages } from "./plan";

type Change = (some: Partial<ReportDraft>) => void;

export function Report({ id }: { id: string }) {
  const draft = drafts.get(id);
  const [wrong, say] = useState("");
  if (draft?.kind !== "report") {
    return (
      <Page title={t("Laporan dari warga")} back={to("")}>
        <Empty>{t("Laporan ini sudah selesai ditulis.")}</Empty>
      </Page>
    );
  }
  const change: Change = (some) => {
    const newest = drafts.get(id);
    if (newest?.kind === "report") void keepDraft({ ...newest, ...some });
  };
  const finish = async (event: Event): Promise<void> => {
    event.preventDefault();
    const newest = drafts.get(id);
    if (newest?.kind !== "report") return;
    if (!newest.text.trim()) return say(t("Tulis dulu apa yang terjadi, satu kalimat pun cukup."));
    await finishReport(newest);
    goInstead("selesai", newest.act);
  };
  return (
    <Page title={t("Laporan dari warga")} back={to("")} filling>
      <p class="help">{t("Tulis kata-kata warga. Jangan tulis nama atau nomor teleponnya.")}</p>
      <form class="form" onSubmit={(event) => void finish(event)}>
        <label class={wrong ? "field wrong" : "field"}>
          {t("Apa yang dilihat atau didengar warga?")}
          <textarea value={draft.text} maxLength={5000} onInput={(event) => change({ text: event.currentTarget.value })} />
          {wrong && <span class="error" role="alert">{wrong}</span>}
        </label>
        <Where draft={draft} change={change} />
        <Ticks draft={draft} change={change} />
        <details open={draft.photos.length > 0}>
          <summary>{t("Foto")} {draft.photos.length > 0 && <small>{draft.photos.length}</small>}</summary>
          <Photos
            photos={draft.photos.map((file) => ({ id: file, read: () => media(file) }))}
            most={PHOTOS_OF_REPORT}
            onAdd={(small) => attach<ReportDraft>(id, small, (now, file) => ({ ...now, photos: [...now.photos, file] }))}
            onDrop={(file) => void detach({ ...draft, photos: draft.photos.filter((one) => one !== file) }, file)}
          />
        </details>
        <div class="actions">
          <button class="button primary big">{t("Simpan laporan")}</button>
        </div>
      </form>
      <details>
        <summary>{t("Buang laporan ini")}</summary>
        <p>{t("Yang sudah ditulis di sini hilang dan tidak terkirim.")}</p>
        <button type="button" class="button waits" onClick={() => void throwAway(draft).then(() => go(""))}>{t("Ya, buang")}</button>
      </details>
    </Page>
  );
}

function Where({ draft, change }: { draft: ReportDraft; change: Change }) {
  return (
    <>
      <label class="field">
        {t("Desa")}
        <select value={draft.village} onChange={(event) => change({ village: event.currentTarget.value })}>
          <option value="">{t("Belum tahu")}</option>
          {villages(given.papers).map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </select>
      </label>
      <label class="field">
        {t("Di mana tepatnya?")}
        <input value={draft.place} maxLength={120} placeholder={t("Misalnya: dekat pasar")} onInput={(event) => change({ place: event.currentTarget.value })} />
      </label>
      <label class="field">
        {t("Kapan?")}
        <input value={draft.when} maxLength={120} placeholder={t("Misalnya: tadi malam")} onInput={(event) => change({ when: event.currentTarget.value })} />
      </label>
    </>
  );
}

function Ticks({ draft, change }: { draft: ReportDraft; change: Change }) {
  return (
    <div class="field">
      <label class="check">
        <input type="checkbox" checked={draft.wantsAnswer} onChange={(event) => change({ wantsAnswer: event.currentTarget.checked })} />
        {t("Warga ingin mendapat jawaban")}
      </label>
      <label class="check">
        <input type="checkbox" checked={draft.aboutPolice} onChange={(event) => change({ aboutPolice: event.currentTarget.checked })} />
        {t("Ini tentang perilaku polisi")}
      </label>
      {draft.aboutPolice && (
        <p class="help">{t("Laporan ini disegel dan hanya dibaca pengawas luar. Lebih baik lagi bila warga menulisnya sendiri di halaman Lapor.")}</p>
      )}
    </div>
  );
}

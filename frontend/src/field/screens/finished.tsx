// After the last tap: the text for the group, ready without signal, and where the record is on its way.
import { type Queued, done, forgetCodes, outbox } from "../kept";
import { groups } from "../code";
import { mend } from "../drafts";
import { Empty, Page, SendNow } from "../parts/layout";
import { Share } from "../parts/share";
import { go, goInstead, to } from "../routes";
import { t } from "../words";

export function Finished({ act }: { act: string }) {
  const one = outbox.get(act);
  if (!one) return <OnServer act={act} />;
  return one.act.kind === "report.enter" ? <ReportCode act={act} code={one.act.body.code} /> : <VisitText one={one} />;
}

/** The server has it now; the text stays at hand for some days. */
function OnServer({ act }: { act: string }) {
  const one = done.find(({ id }) => id === act);
  if (one?.code) return <ReportCode act={act} code={one.code} stored />;
  return (
    <Page title={one ? t("Tersimpan di server") : t("Kiriman")} back={to("")}>
      {one ? <p class="chip ok">{t("Server sudah menyimpan catatan ini.")}</p> : <Empty>{t("Kiriman ini tidak ada lagi di HP.")}</Empty>}
      {one?.notes.map((note) => <p key={note} class="notice">{note}</p>)}
      {one?.outcome === "conflict" && <p class="notice waits">{t("Petugas lain mengubah kunjungan yang sama. Kedua catatan tersimpan; pilih di Kunjungan saya.")}</p>}
      {one?.text && <Ready text={one.text} />}
      <p><a href={to("kunjungan")}>{t("Kunjungan saya")}</a></p>
    </Page>
  );
}

function VisitText({ one }: { one: Queued }) {
  const { act, said } = one;
  if (act.kind !== "visit.record" && act.kind !== "visit.correct") return <Page title={one.label} back={to("kiriman")}><Empty>{t("Menunggu terkirim.")}</Empty></Page>;
  const again = async (): Promise<void> => {
    const draft = await mend(act.id);
    if (draft) goInstead("kunjungan", draft.id);
  };
  return (
    <Page title={t("Kunjungan tersimpan di HP")} back={to("")}>
      <p class="notice" role="status">
        {said?.outcome === "refused" ? said.message : t("Catatan ini terkirim sendiri begitu ada sinyal. Server belum menerimanya.")}
      </p>
      <Ready text={one.text ?? ""} />
      <div class="actions">
        <SendNow />
        <button type="button" class="button quiet" onClick={() => void again()}>{t("Ubah catatan")}</button>
      </div>
    </Page>
  );
}

function Ready({ text }: { text: string }) {
  return (
    <section>
      <h2>{t("Teks untuk grup WhatsApp")}</h2>
      <Share text={text} primary />
      <textarea class="copy" readOnly rows={14} aria-label={t("Teks untuk grup WhatsApp")} value={text} />
    </section>
  );
}

function ReportCode({ act, code, stored = false }: { act: string; code: string; stored?: boolean }) {
  const written = async (): Promise<void> => {
    await forgetCodes(Date.now(), act);
    go("");
  };
  return (
    <Page title={stored ? t("Laporan tersimpan di server") : t("Laporan tersimpan di HP")} back={to("")}>
      <p>{t("Berikan kode ini kepada warga. Dengan kode ini jawaban dapat dibaca di halaman Cek kode.")}</p>
      <div class="receipt">
        <p class="code">{groups(code).map((group) => <span key={group}>{group}</span>)}</p>
      </div>
      <p class="help">{stored ? t("HP ini melupakan kode itu begitu Anda menekan tombol di bawah.") : t("Kode berlaku setelah laporan sampai di server.")}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void written()}>{t("Kode sudah dicatat")}</button>
        {!stored && <SendNow />}
      </div>
    </Page>
  );
}

import { startVisit, villageName, visitDrafts } from "../drafts";
import { given } from "../kept";
import type { Stop } from "../protocol";
import { go } from "../routes";
import { t } from "../words";

/** One tap: the clock runs, the form is open. A visit of that village that is still open is gone on with. */
export function StartVisit({ village, stop, primary = false }: { village: string; stop?: Stop; primary?: boolean }) {
  const begun = visitDrafts().find((draft) => draft.village === village && !draft.correction);
  const open = async (): Promise<void> => go("kunjungan", (begun ?? (await startVisit(village, stop))).id);
  // The server takes visits in an officer's own villages, and where an approved plan sends them.
  if (!begun && !given.papers[`village/${village}`] && !stop?.approved) {
    return <p class="notice">{t("Desa ini bukan wilayah tugas Anda. Bicarakan dengan Kapolsek sebelum ke sana.")}</p>;
  }
  return (
    <button type="button" class={primary ? "button primary" : "button"} onClick={() => void open()}>
      {begun
        ? t("Lanjutkan kunjungan di %(village)s", { village: villageName(village) })
        : t("Mulai kunjungan di %(village)s", { village: villageName(village) })}
    </button>
  );
}

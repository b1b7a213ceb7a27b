import { startVisit, visitDrafts } from "../drafts";
import type { Stop } from "../protocol";
import { go } from "../routes";
import { t } from "../words";
import { villageName } from "../drafts";

/** One tap: the clock runs, the form is open. A visit of that village that is still open is gone on with. */
export function StartVisit({ village, stop, primary = false }: { village: string; stop?: Stop; primary?: boolean }) {
  const begun = visitDrafts().find((draft) => draft.village === village && !draft.correction);
  const open = async (): Promise<void> => go("kunjungan", (begun ?? (await startVisit(village, stop))).id);
  return (
    <button type="button" class={primary ? "button primary" : "button"} onClick={() => void open()}>
      {begun
        ? t("Lanjutkan kunjungan di %(village)s", { village: villageName(village) })
        : t("Mulai kunjungan di %(village)s", { village: villageName(village) })}
    </button>
  );
}

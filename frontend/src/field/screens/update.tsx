import { useSignalled } from "../signalled";
import { newVersion, takeNewVersion } from "../update";
import { t } from "../words";

/** A new version waits until its officer has a hand free; nothing that was written is touched. */
export function Update() {
  const state = useSignalled(newVersion);
  if (state === "no") return null;
  return (
    <p class="notice update" role="status">
      {state === "ready" ? t("Versi baru siap. Catatan Anda tetap ada.") : t("Aplikasi ini dibuka di jendela lain dengan versi baru.")}{" "}
      <button type="button" class="linklike" onClick={takeNewVersion}>{t("Pakai sekarang")}</button>
    </p>
  );
}

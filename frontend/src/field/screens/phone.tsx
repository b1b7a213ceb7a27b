// What lies on this phone, and how it goes away.
import { useEffect, useState } from "preact/hooks";
import { given, outbox, session } from "../kept";
import { Languages } from "../parts/languages";
import { Page, SendNow } from "../parts/layout";
import { APP } from "../protocol";
import { to } from "../routes";
import { lockNow, signOut } from "../sign-in";
import { momentInWords } from "../times";
import { many, t } from "../words";
import { villages } from "./plan";

export function Phone() {
  return (
    <Page title={t("HP ini")} back={to("")}>
      <dl class="facts">
        <dt>{t("Petugas")}</dt>
        <dd>{session?.person.name}, {session?.person.unit}</dd>
        <dt>{t("Desa di HP")}</dt>
        <dd>{villages(given.papers).map(({ name }) => name).join(", ") || t("belum ada")}</dd>
        <dt>{t("Isi dari server berlaku sampai")}</dt>
        <dd>{given.keepUntil ? momentInWords(new Date(given.keepUntil)) : "–"}</dd>
        <dt>{t("Perlu masuk lagi paling lambat")}</dt>
        <dd>{session ? momentInWords(new Date(session.expiresAt)) : "–"}</dd>
        <dt>{t("Tempat terpakai")}</dt>
        <dd><Used /></dd>
        <dt>{t("Versi aplikasi")}</dt>
        <dd>{APP}</dd>
      </dl>
      <Clock />
      <p class="actions">
        <button type="button" class="button" onClick={() => lockNow()}>{t("Kunci sekarang")}</button>
        <a class="button" href={document.body.dataset.office}>{t("Buka halaman kantor")}</a>
        <Languages />
      </p>
      <SignOut />
    </Page>
  );
}

function Used() {
  const [bytes, set] = useState<number | undefined>();
  useEffect(() => void navigator.storage?.estimate?.().then(({ usage }) => set(usage)), []);
  return <>{bytes === undefined ? "–" : t("%(n)s MB", { n: (bytes / 1_000_000).toFixed(1) })}</>;
}

/** A wrong clock is told: the server keeps the time as the phone said it. */
function Clock() {
  const minutes = Math.round(Math.abs(given.clockOffMs) / 60_000);
  if (minutes < 5) return null;
  return <p class="notice waits">{many("Jam HP ini berbeda %(n)s menit dari server. Betulkan di pengaturan HP.", "Jam HP ini berbeda %(n)s menit dari server. Betulkan di pengaturan HP.", minutes)}</p>;
}

function SignOut() {
  const n = outbox.size;
  return (
    <details>
      <summary>{t("Keluar dan hapus semua dari HP ini")}</summary>
      {n > 0 && (
        <>
          <p class="notice waits" role="alert">
            {many("%(n)s kiriman belum sampai di server dan akan hilang. Kirim dulu bila ada sinyal.", "%(n)s kiriman belum sampai di server dan akan hilang. Kirim dulu bila ada sinyal.", n)}
          </p>
          <SendNow primary />
        </>
      )}
      <p>{t("Berkas desa, draf, dan kunci di HP ini terhapus. Yang sudah tersimpan di server tetap ada.")}</p>
      <button type="button" class="button waits" onClick={() => void signOut()}>{t("Ya, hapus semua")}</button>
    </details>
  );
}

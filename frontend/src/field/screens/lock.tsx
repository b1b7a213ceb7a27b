// Everything before the app is open: signing in, choosing a PIN, the PIN, and what is said when nothing is left.
import { useEffect, useState } from "preact/hooks";
import { waiting } from "../kept";
import { NEW_PIN, askServer, choosePin, type Stage, start, takeOver, unlock } from "../sign-in";
import { PIN_DIGITS, keyring } from "../vault";
import { many, t } from "../words";
import { Languages } from "../parts/languages";

export function Lock({ stage }: { stage: Stage }) {
  return (
    <>
      <main id="isi" class="opening">
        <p class="brand">Teduh</p>
        <Inside stage={stage} />
      </main>
      <footer class="languages">
        <Languages />
      </footer>
    </>
  );
}

function Inside({ stage }: { stage: Stage }) {
  switch (stage.at) {
    case "welcome":
      return <Welcome {...stage} />;
    case "choose-pin":
      return <ChoosePin stage={stage} />;
    case "locked":
      return <Pin {...stage} />;
    case "occupied":
      return <Occupied {...stage} />;
    case "wiped":
      return <Wiped words={stage.words} />;
    case "broken":
      return (
        <>
          <h1>{t("Aplikasi tidak dapat dibuka")}</h1>
          <p>{t("HP ini tidak memberi tempat menyimpan. Kosongkan sedikit ruang, atau tutup mode penyamaran, lalu buka lagi.")}</p>
        </>
      );
    default:
      return <h1>{t("Sebentar …")}</h1>;
  }
}

function Welcome({ known, words, to }: { known: boolean; words: string; to?: string }) {
  const address = to ?? `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  return (
    <>
      <h1>{known ? t("Masuk lagi") : t("Sehari di desa, tanpa sinyal")}</h1>
      <p class="lead">
        {known
          ? t("Catatan Anda masih ada di HP ini. Masuk dengan sinyal untuk membukanya.")
          : t("Masuk sekali selagi ada sinyal. Setelah itu rencana, berkas desa, dan catatan kunjungan ada di HP ini.")}
      </p>
      {words && <p class="notice" role="status">{words}</p>}
      <div class="actions">
        <a class="button primary" href={address}>{t("Masuk")}</a>
        <button type="button" class="button quiet" onClick={() => void askServer()}>{t("Coba lagi")}</button>
      </div>
    </>
  );
}

function ChoosePin({ stage }: { stage: Extract<Stage, { at: "choose-pin" }> }) {
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, say] = useState("");
  const [busy, setBusy] = useState(false);
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!/^\d+$/.test(pin) || pin.length < PIN_DIGITS) return say(t("PIN paling sedikit 6 angka."));
    if (/^(\d)\1+$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin)) return say(t("PIN ini terlalu mudah ditebak. Pilih angka lain."));
    if (pin !== again) return say(t("Kedua PIN tidak sama. Ketik sekali lagi."));
    setBusy(true);
    await choosePin(pin, stage);
  };
  return (
    <form class="form" onSubmit={(event) => void keep(event)}>
      <h1>{t("Pilih PIN untuk HP ini")}</h1>
      <p>{t("Dengan PIN ini semua catatan di HP terkunci. Jangan pakai tanggal lahir, dan jangan beri tahu siapa pun.")}</p>
      <PinBox label={t("PIN baru, 6 angka atau lebih")} value={pin} onPin={setPin} fresh />
      <PinBox label={t("Ketik sekali lagi")} value={again} onPin={setAgain} fresh />
      {wrong && <p class="error" role="alert">{wrong}</p>}
      <div class="actions">
        <button class="button primary" disabled={busy}>{busy ? t("Sebentar …") : t("Simpan PIN")}</button>
      </div>
    </form>
  );
}

function Pin({ words, usedUp }: { words: string; usedUp: boolean }) {
  const [pin, setPin] = useState("");
  const [said, say] = useState(words);
  const [busy, setBusy] = useState(false);
  const acts = useCount();
  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    say("");
    setBusy(true);
    const result = await unlock(pin).finally(() => setBusy(false));
    setPin("");
    if (result === "wrong") say(t("PIN ini tidak cocok. Coba lagi."));
    if (result === "wait") say(await howLong());
  };
  if (usedUp) return <Welcome known words={words} />;
  return (
    <form class="form" onSubmit={(event) => void open(event)}>
      <h1>{t("Buka dengan PIN")}</h1>
      {acts > 0 && <p class="help">{many("%(n)s kiriman menunggu di HP ini.", "%(n)s kiriman menunggu di HP ini.", acts)}</p>}
      <PinBox label={t("PIN")} value={pin} onPin={setPin} waits={busy} />
      {said && <p class="error" role="alert">{said}</p>}
      <div class="actions">
        <button class="button primary" disabled={busy || pin.length < PIN_DIGITS}>{busy ? t("Membuka …") : t("Buka")}</button>
      </div>
      <details>
        <summary>{t("Lupa PIN?")}</summary>
        <p>{t("Masuk lagi dengan sinyal, lalu pilih PIN baru. Catatan yang belum terkirim tidak hilang.")}</p>
        <a class="button" href={`${document.body.dataset.signIn}?next=${encodeURIComponent(`${location.pathname}?${NEW_PIN}`)}`}>{t("Masuk lagi")}</a>
      </details>
    </form>
  );
}

function useCount(): number {
  const [n, set] = useState(0);
  useEffect(() => void waiting().then(set), []);
  return n;
}

async function howLong(): Promise<string> {
  const seconds = Math.ceil(((await keyring())?.waitUntil ?? 0) / 1000 - Date.now() / 1000);
  return many("Tunggu %(n)s detik, lalu coba lagi.", "Tunggu %(n)s detik, lalu coba lagi.", Math.max(1, seconds));
}

interface BoxProps { label: string; value: string; onPin: (pin: string) => void; fresh?: boolean; waits?: boolean }

function PinBox({ label, value, onPin, fresh = false, waits = false }: BoxProps) {
  return (
    <label class="field">
      {label}
      <input
        class="pin"
        type="password"
        inputMode="numeric"
        autoComplete={fresh ? "new-password" : "current-password"}
        value={value}
        readOnly={waits}
        maxLength={12}
        onInput={(event) => onPin(event.currentTarget.value.replace(/\D/g, ""))}
      />
    </label>
  );
}

function Occupied({ words, waiting: acts }: { words: string; waiting: number }) {
  return (
    <>
      <h1>{t("HP ini masih berisi catatan")}</h1>
      <p class="notice waits" role="alert">{words}</p>
      <p>
        {acts > 0
          ? many("%(n)s kiriman petugas sebelumnya belum sampai ke server dan akan hilang.", "%(n)s kiriman petugas sebelumnya belum sampai ke server dan akan hilang.", acts)
          : t("Tidak ada kiriman yang menunggu. Draf petugas sebelumnya akan terhapus.")}
      </p>
      <div class="actions">
        <a class="button" href={document.body.dataset.office}>{t("Kembali tanpa menghapus")}</a>
        <button type="button" class="button waits" onClick={() => void takeOver()}>{t("Hapus, lalu pakai HP ini")}</button>
      </div>
    </>
  );
}

function Wiped({ words }: { words: string }) {
  return (
    <>
      <h1>{t("HP ini sudah kosong")}</h1>
      <p class="lead">{words}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void start()}>{t("Mulai dari awal")}</button>
      </div>
    </>
  );
}

// Signing in on this phone, once with signal; the lock, and leaving nothing behind.
import { isOpen, keyring, make, open, type Opened, reopen } from "./vault";
import { exchange, state } from "./exchange";
import { newId } from "./ids";
import { dropOldPapers, dropOrphans, forget, forgetCodes, readAll, session, waiting, wipe, write } from "./kept";
import { Refused, askWho, endSession, register, signOut as tellServer } from "./server";
import type { Registered, SignedIn } from "./protocol";
import { signalled } from "./signalled";
import { t } from "./words";

export type Stage =
  | { at: "opening" }
  // The phone gives no storage (a private window, a full phone).
  | { at: "broken" }
  // Nobody signed in here yet, or the token has ended: `known` where sealed rows wait on the phone.
  | { at: "welcome"; known: boolean; words: string; to?: string }
  | { at: "choose-pin"; registered: Registered; known: boolean }
  // Rows of somebody else, or that nothing opens any more, lie on the phone; they go only by a person's word.
  | { at: "occupied"; words: string; waiting: number }
  | { at: "locked"; words: string; usedUp: boolean }
  | { at: "open" }
  | { at: "wiped"; words: string };

export const NEW_PIN = "pin-baru";
const UNUSED_MS = 5 * 60_000;
export const stage = signalled<Stage>({ at: "opening" });

export async function start(): Promise<void> {
  const ring = await keyring();
  // Who forgot the PIN comes back from the sign-in with this mark.
  const newPin = new URLSearchParams(location.search).has(NEW_PIN);
  if (newPin) history.replaceState(null, "", location.pathname);
  if (ring?.pin && !newPin) stage.set({ at: "locked", words: "", usedUp: false });
  else await askServer();
}

/** Whether the browser is signed in; if so, the phone registers and the officer chooses a PIN. */
export async function askServer(): Promise<void> {
  const ring = await keyring();
  const known = ring !== undefined;
  try {
    const who = await askWho();
    if (!who.fresh) return stage.set({ at: "welcome", known, words: t("Buktikan sekali lagi bahwa ini Anda."), to: proofAddress() });
    await registerPhone(who, ring?.phone ?? newId(), known);
  } catch (error) {
    if (!(error instanceof Refused)) return stage.set({ at: "welcome", known, words: t("Belum ada sinyal. Masuk pertama kali perlu sinyal.") });
    const { message, to } = error.refusal;
    stage.set({ at: "welcome", known, words: error.refusal.error === "signin" ? "" : message, ...(to ? { to } : {}) });
  }
}

async function registerPhone(who: SignedIn, phone: string, known: boolean): Promise<void> {
  try {
    stage.set({ at: "choose-pin", registered: await register(who.csrf, phone, deviceLabel()), known });
  } catch (error) {
    // Proof is asked for elsewhere; any other word of the server is about whose phone this is.
    if (!known || !(error instanceof Refused) || error.status === 401) throw error;
    await occupied(error.refusal.message);
  }
}

const occupied = async (words: string): Promise<void> => stage.set({ at: "occupied", words, waiting: await waiting() });

/** The officer at hand has read what will be lost, and goes on. */
export async function takeOver(): Promise<void> {
  await wipe();
  await askServer();
}

/** The token has ended, but the browser is signed in: a new one, and nobody notices. */
export async function renew(): Promise<{ done: boolean; to?: string }> {
  try {
    const who = await askWho();
    if (!session || who.person.id !== session.person.id) return { done: false };
    if (!who.fresh) return { done: false, to: proofAddress() };
    const { token, expires_at: expiresAt, person } = await register(who.csrf, session.phone, deviceLabel());
    await write({ room: "kept", id: "session", value: { ...session, token, expiresAt, person } });
    return { done: true };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { done: false, ...(error.refusal.to ? { to: error.refusal.to } : {}) };
  }
}

const proofAddress = (): string => `/masuk/lagi/?next=${encodeURIComponent(location.pathname)}`;

/** What the list of devices calls this phone; nothing that tells it from others of its kind. */
const deviceLabel = (): string => (/Android/.test(navigator.userAgent) ? "Android" : t("Perambah"));

export async function choosePin(pin: string, { registered, known }: Extract<Stage, { at: "choose-pin" }>): Promise<void> {
  if (!known) await make(pin, registered.recovery, registered.phone);
  else if (!(await reopen(pin, registered.recovery))) {
    return occupied(t("Isi HP ini tidak dapat dibuka lagi."));
  }
  await readAll();
  const { phone, token, expires_at: expiresAt, person } = registered;
  await write({ room: "kept", id: "session", value: { phone, token, expiresAt, person } });
  await opened();
}

export async function unlock(pin: string): Promise<Opened> {
  const result = await open(pin, Date.now());
  if (result === "used-up") stage.set({ at: "locked", words: t("Terlalu banyak PIN yang salah. Masuk lagi dengan sinyal, lalu pilih PIN baru. Catatan Anda masih tersimpan."), usedUp: true });
  if (result !== "open") return result;
  await readAll();
  await opened();
  return result;
}

async function opened(): Promise<void> {
  await dropOldPapers(Date.now());
  await dropOrphans(Date.now());
  await forgetCodes(Date.now());
  stage.set({ at: "open" });
  void navigator.storage?.persist?.();
  void exchange();
}

export function lockNow(words = ""): void {
  if (!isOpen()) return;
  forget();
  stage.set({ at: "locked", words, usedUp: false });
}

export async function wipedBecause(words: string): Promise<void> {
  forget();
  stage.set({ at: "wiped", words });
  await endSession().catch(() => undefined);
}

/** Deletes everything here; the server is told where it can be reached. */
export async function signOut(): Promise<void> {
  const token = session?.token;
  if (token) await tellServer(token).catch(() => undefined);
  await endSession().catch(() => undefined);
  await wipe();
  state.set({ busy: false, words: "" });
  stage.set({ at: "wiped", words: t("Semua isi Teduh di HP ini sudah dihapus.") });
}

/** Five minutes without a touch, or away for that long: the PIN is asked again. */
export function lockWhenUnused(): void {
  let touched = Date.now();
  const touch = (): void => void (touched = Date.now());
  const look = (): void => {
    if (Date.now() - touched >= UNUSED_MS) lockNow();
  };
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 10_000);
}

// The lock of the phone. One data key seals every row; it is kept only wrapped, so that who finds the phone reads
// nothing: once under the PIN, once under what the server hands to a fresh sign-in. Design: docs/offline.md.
import { type Keyring, type Sealed, type Wrapped, database, writeAll } from "./database";

export const ROUNDS = 600_000;
export const PIN_DIGITS = 6;
// After these the phone waits, longer each time; at the last the copy under the PIN goes.
const FREE_TRIES = 5;
export const TRIES = 10;
const FIRST_WAIT_MS = 30_000;
const ALGORITHM = "AES-GCM";
const USES: KeyUsage[] = ["encrypt", "decrypt"];

export type Opened = "open" | "wrong" | "wait" | "used-up";

let key: CryptoKey | undefined;

export const isOpen = (): boolean => key !== undefined;
export const lock = (): void => void (key = undefined);
export const keyring = async (): Promise<Keyring | undefined> => (await database()).get("keyring", "key");

/** A data key for an empty phone. */
export async function make(pin: string, recovery: string, phone: string): Promise<void> {
  const fresh = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, true, USES);
  const secret = await crypto.subtle.importKey("raw", random(32), "HKDF", false, ["deriveKey"]);
  const ring = { id: "key" as const, secret, recovery: await wrap(fresh, await fromRecovery(recovery)), phone };
  await keepUnderPin(ring, fresh, pin);
}

/** The same data key for somebody who signed in anew: their unsent acts are still there. */
export async function reopen(pin: string, recovery: string): Promise<boolean> {
  const ring = await keyring();
  if (!ring) return false;
  try {
    await keepUnderPin(ring, await unwrap(ring.recovery, await fromRecovery(recovery), true), pin);
    return true;
  } catch {
    return false;
  }
}

async function keepUnderPin(ring: Omit<Keyring, "wrongTries" | "waitUntil">, fresh: CryptoKey, pin: string): Promise<void> {
  const salt = random(16);
  const wrapped = await wrap(fresh, await fromPin(pin, salt, ROUNDS, ring.secret));
  const row = { ...ring, pin: { ...wrapped, salt, rounds: ROUNDS }, wrongTries: 0, waitUntil: 0 };
  await writeAll([{ room: "keyring", put: row }]);
  key = await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", fresh), ALGORITHM, false, USES);
}

/** The try is counted before it is made, so that switching off in between gains nothing. */
export async function open(pin: string, now: number): Promise<Opened> {
  const ring = await keyring();
  if (!ring?.pin) return "used-up";
  if (now < ring.waitUntil) return "wait";
  const wrongTries = ring.wrongTries + 1;
  const wait = wrongTries < FREE_TRIES ? 0 : now + FIRST_WAIT_MS * 2 ** (wrongTries - FREE_TRIES);
  await writeAll([{ room: "keyring", put: { ...ring, wrongTries, waitUntil: wait } }]);
  try {
    key = await unwrap(ring.pin, await fromPin(pin, ring.pin.salt, ring.pin.rounds, ring.secret), false);
  } catch {
    if (wrongTries < TRIES) return "wrong";
    const { pin: _gone, ...rest } = ring;
    await writeAll([{ room: "keyring", put: { ...rest, wrongTries, waitUntil: 0 } }]);
    return "used-up";
  }
  await writeAll([{ room: "keyring", put: { ...ring, wrongTries: 0, waitUntil: 0 } }]);
  return "open";
}

async function fromPin(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number, secret: CryptoKey): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", letters(pin), "PBKDF2", false, ["deriveBits"]);
  const slow = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, 256);
  return wrapping({ name: "HKDF", hash: "SHA-256", salt: slow, info: letters("teduh-pin") }, secret);
}

async function fromRecovery(recovery: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(recovery), (letter) => letter.charCodeAt(0));
  const given = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  return wrapping({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: letters("teduh-recovery") }, given);
}

const wrapping = (how: HkdfParams, from: CryptoKey): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(how, from, { name: ALGORITHM, length: 256 }, false, ["wrapKey", "unwrapKey"]);

async function wrap(inner: CryptoKey, outer: CryptoKey): Promise<Wrapped> {
  const iv = random(12);
  return { iv, bytes: await crypto.subtle.wrapKey("raw", inner, outer, { name: ALGORITHM, iv }) };
}

const unwrap = ({ iv, bytes }: Wrapped, outer: CryptoKey, extractable: boolean): Promise<CryptoKey> =>
  crypto.subtle.unwrapKey("raw", bytes, outer, { name: ALGORITHM, iv }, ALGORITHM, extractable, USES);

/** The id is bound in: a sealed row cannot be moved under another id. */
export async function sealBytes(id: string, plain: BufferSource): Promise<Sealed> {
  const iv = random(12);
  return { id, iv, bytes: await crypto.subtle.encrypt({ name: ALGORITHM, iv, additionalData: letters(id) }, held(), plain) };
}

export const openBytes = ({ id, iv, bytes }: Sealed): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: ALGORITHM, iv, additionalData: letters(id) }, held(), bytes);

export const seal = (id: string, value: unknown): Promise<Sealed> => sealBytes(id, letters(JSON.stringify(value)));

export async function unseal<T>(row: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(row))) as T;
}

function held(): CryptoKey {
  if (!key) throw new Error("locked");
  return key;
}

const letters = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

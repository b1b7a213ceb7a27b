// The rooms of the phone's own database. Everything in them but `keyring` is sealed (vault.ts): a row is an id and
// bytes. A new shape of a room is a new version here with a step in UPGRADES; a step never drops the outbox.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";

export interface Sealed {
  id: string;
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

export interface Wrapped {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

export interface Keyring {
  id: "key";
  // Under the PIN; gone after too many wrong tries.
  pin?: Wrapped & { salt: Uint8Array<ArrayBuffer>; rounds: number };
  // A second half that no script can read out (HKDF, not extractable).
  secret: CryptoKey;
  // Under what the server hands to a fresh sign-in of the same person.
  recovery: Wrapped;
  // The id of this phone, which registering again needs before anything is open.
  phone: string;
  wrongTries: number;
  waitUntil: number;
}

export interface Rooms extends DBSchema {
  keyring: { key: string; value: Keyring };
  // Who and with which token; the papers that the server gave; what was sent.
  kept: { key: string; value: Sealed };
  // Visits and reports that are being written.
  drafts: { key: string; value: Sealed };
  // Acts that wait for the server, and what it said to them.
  outbox: { key: string; value: Sealed };
  // Photos and voice notes.
  media: { key: string; value: Sealed };
}
export type Room = StoreNames<Rooms>;
export type SealedRoom = Exclude<Room, "keyring">;
export type Upgrade = (database: IDBPDatabase<Rooms>, change: IDBPTransaction<Rooms, Room[], "versionchange">) => void;

export const NAME = "teduh-field";
export const SEALED_ROOMS: SealedRoom[] = ["kept", "drafts", "outbox", "media"];

export const UPGRADES: Upgrade[] = [
  (database) => {
    for (const room of ["keyring", ...SEALED_ROOMS] as const) database.createObjectStore(room, { keyPath: "id" });
  },
];

let opened: Promise<IDBPDatabase<Rooms>> | undefined;
let whenOld: () => void = () => undefined;

/** Another window brought a newer version of the app: this one lets go of the database and says so. */
export function onReplaced(hear: () => void): void {
  whenOld = hear;
}

export function database(): Promise<IDBPDatabase<Rooms>> {
  opened ??= openDB<Rooms>(NAME, UPGRADES.length, {
    upgrade(made, from, _to, change) {
      for (const step of UPGRADES.slice(from)) step(made, change);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      whenOld();
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** Waits until the phone itself has the rows, not only its memory: an empty battery takes nothing back. */
export async function writeAll(changes: { room: Room; put?: Rooms[Room]["value"]; drop?: string }[]): Promise<void> {
  const rooms = [...new Set(changes.map(({ room }) => room))];
  const change = (await database()).transaction(rooms, "readwrite", { durability: "strict" });
  for (const { room, put, drop } of changes) {
    const store = change.objectStore(room);
    if (put) void store.put(put);
    if (drop !== undefined) void store.delete(drop);
  }
  await change.done;
}

/** Nothing stays: the rooms are emptied first, because another open window may hold the database itself. */
export async function wipe(): Promise<void> {
  const rooms = ["keyring", ...SEALED_ROOMS] as const;
  const change = (await database()).transaction(rooms, "readwrite", { durability: "strict" });
  for (const room of rooms) void change.objectStore(room).clear();
  await change.done;
}

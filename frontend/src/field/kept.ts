// What the phone knows while it is unlocked: every row opened once, changed here and on the phone together.
import { type SealedRoom, database, wipe as wipeRooms, writeAll } from "./database";
import type { Act, Answer, Papers, Person } from "./protocol";
import { signalled } from "./signalled";
import { lock as lockVault, openBytes, seal, sealBytes, unseal } from "./vault";
import type { Draft } from "./drafts";

export interface Session { phone: string; token: string; expiresAt: string; person: Person }
export interface Given { cursor: string; keepUntil: string; takenAt: string; clockOffMs: number; papers: Papers }
export interface Queued {
  act: Act;
  // Sealed files that must be on the server first.
  files: string[];
  // What it is, in the officer's words, for the list.
  label: string;
  // Of a visit: the text for the group, made while everything it needs was here.
  text?: string;
  // Whose file it belongs to; without one it names no village.
  village?: string;
  said?: Answer;
}
export interface Done {
  id: string;
  label: string;
  storedAt: string;
  outcome: Answer["outcome"];
  notes: string[];
  text: string;
  village?: string;
  // The code of a report, until it is written down or a day is over.
  code?: string;
}

const NOTHING: Given = { cursor: "", keepUntil: "", takenAt: "", clockOffMs: 0, papers: {} };
const DONE_KEPT = 60;

export let session: Session | undefined;
export let given: Given = NOTHING;
export let done: Done[] = [];
export const drafts = new Map<string, Draft>();
export const outbox = new Map<string, Queued>();
/** Counts up with every change; screens draw again. */
export const changes = signalled(0);
const windows = new BroadcastChannel("teduh-field");

export const changed = (): void => changes.set(changes.get() + 1);

// One change after the other: a draft that is saved can never come back after it was sent.
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

/** After the lock was opened: everything sealed, read into memory. */
export const readAll = (): Promise<void> => inTurn(readRows);

async function readRows(): Promise<void> {
  const store = await database();
  const kept = new Map(await Promise.all((await store.getAll("kept")).map(async (row) => [row.id, await unseal(row)] as const)));
  session = kept.get("session") as Session | undefined;
  given = (kept.get("given") as Given | undefined) ?? NOTHING;
  done = (kept.get("done") as Done[] | undefined) ?? [];
  await refill("drafts", drafts);
  await refill("outbox", outbox);
  changed();
}

async function refill<T>(room: SealedRoom, into: Map<string, T>): Promise<void> {
  const rows = await (await database()).getAll(room);
  const opened = await Promise.all(rows.map(async (row) => [row.id, await unseal<T>(row)] as const));
  into.clear();
  for (const [id, value] of opened) into.set(id, value);
}

export function forget(): void {
  lockVault();
  session = undefined;
  given = NOTHING;
  done = [];
  drafts.clear();
  outbox.clear();
  changed();
}

export const wipe = (): Promise<void> =>
  inTurn(async () => {
    await wipeRooms();
    forget();
    windows.postMessage("wiped");
  });

/** Another window of the app wrote: read anew, or close where everything was deleted. */
export function hearOtherWindows(onWiped: () => void, isOpen: () => boolean): void {
  windows.onmessage = ({ data }) => {
    if (data === "wiped") onWiped();
    else if (isOpen()) void readAll();
  };
}

type Change =
  | { room: "kept"; id: "session" | "given" | "done"; value: unknown }
  | { room: "drafts"; id: string; value: Draft | undefined }
  | { room: "outbox"; id: string; value: Queued | undefined }
  | { room: "media"; id: string; blob: Blob | undefined };

/** All or nothing, and on the phone before it is shown. */
export const write = (...all: Change[]): Promise<void> =>
  inTurn(async () => {
    await writeAll(await Promise.all(all.map(sealed)));
    for (const change of all) remember(change);
    changed();
    windows.postMessage("changed");
  });

const unsaved = new Set<string>();

/** A draft at every letter: shown at once, and on the phone as soon as the letter before is. */
export async function keepDraft(draft: Draft): Promise<void> {
  drafts.set(draft.id, draft);
  changed();
  if (unsaved.has(draft.id)) return;
  unsaved.add(draft.id);
  await inTurn(async () => {
    unsaved.delete(draft.id);
    const newest = drafts.get(draft.id);
    if (newest) await writeAll([{ room: "drafts", put: await seal(draft.id, newest) }]);
  });
}

/** A file on the phone, before anything points at it. */
export const keepFile = (id: string, blob: Blob): Promise<void> =>
  inTurn(async () => writeAll([{ room: "media", put: await sealBytes(id, await packed(blob)) }]));

const DAY_MS = 86_400_000;

/** Files that nothing points at any more, because the phone went off between two writes. */
export async function dropOrphans(now: number): Promise<void> {
  const used = new Set([...outbox.values()].flatMap(({ files }) => files));
  for (const draft of drafts.values()) for (const file of filesOf(draft)) used.add(file);
  const all = await (await database()).getAllKeys("media");
  const old = all.filter((id) => !used.has(id) && Number.parseInt(id.replace("-", "").slice(0, 12), 16) < now - DAY_MS);
  if (old.length) await write(...old.map((id) => ({ room: "media" as const, id, blob: undefined })));
}

export const filesOf = (draft: Draft): string[] =>
  draft.kind === "visit" && draft.voice ? [...draft.photos, draft.voice.file] : draft.photos;

async function sealed(change: Change) {
  const { room, id } = change;
  if (room === "media") {
    const { blob } = change;
    return blob ? { room, put: await sealBytes(id, await packed(blob)) } : { room, drop: id };
  }
  return change.value === undefined ? { room, drop: id } : { room, put: await seal(id, change.value) };
}

function remember(change: Change): void {
  if (change.room === "drafts") change.value ? drafts.set(change.id, change.value) : drafts.delete(change.id);
  if (change.room === "outbox") change.value ? outbox.set(change.id, change.value) : outbox.delete(change.id);
  if (change.room !== "kept") return;
  if (change.id === "session") session = change.value as Session | undefined;
  if (change.id === "given") given = (change.value as Given | undefined) ?? NOTHING;
  if (change.id === "done") done = (change.value as Done[] | undefined) ?? [];
}

export const doneWith = (news: Done[]): Change => ({ room: "kept", id: "done", value: [...news, ...done].slice(0, DONE_KEPT) });

/** New papers. What was sent of a village goes with its file: who handed the village over keeps no word of it. */
export const giving = (value: Given): Change[] => [
  { room: "kept", id: "given", value },
  { room: "kept", id: "done", value: done.filter(({ village }) => !village || isHere(value.papers, village)) },
];

const isHere = ({ stops = [], ...papers }: Papers, village: string): boolean =>
  `village/${village}` in papers || stops.some((stop) => stop.village === village);

/** The papers go when nobody has renewed them; what the officer wrote stays, and the words of its form. */
export async function dropPapers(): Promise<void> {
  const { words } = given.papers;
  await write(...giving({ ...NOTHING, papers: words ? { words } : {} }));
}

export async function dropOldPapers(now: number): Promise<void> {
  if (given.keepUntil && now > Date.parse(given.keepUntil)) await dropPapers();
}

const DONE_KEPT_MS = 14 * DAY_MS;

/** The code of a report was given to its resident, or a day is over: the phone forgets it; after two weeks all of it. */
export async function forgetCodes(now: number, written?: string): Promise<void> {
  const age = ({ storedAt }: Done): number => now - Date.parse(storedAt);
  const value = done
    .filter((one) => age(one) < DONE_KEPT_MS)
    .map((one) => (one.id === written || age(one) > DAY_MS ? withoutCode(one) : one));
  if (JSON.stringify(value) !== JSON.stringify(done)) await write({ room: "kept", id: "done", value });
}

const withoutCode = ({ code: _gone, ...rest }: Done): Done => rest;

// A file keeps its type: one letter for its length, the type, the bytes.
async function packed(blob: Blob): Promise<ArrayBuffer> {
  const type = new TextEncoder().encode(blob.type);
  return new Blob([new Uint8Array([type.length]), type, blob]).arrayBuffer();
}

/** A file that should be here and is not. */
export class Gone extends Error {}

export async function media(id: string): Promise<Blob> {
  const row = await (await database()).get("media", id);
  if (!row) throw new Gone(id);
  const bytes = new Uint8Array(await openBytes(row));
  const length = bytes[0] ?? 0;
  return new Blob([bytes.subarray(1 + length)], { type: new TextDecoder().decode(bytes.subarray(1, 1 + length)) });
}

/** How many acts wait, also while the phone is locked: a row is an act. */
export const waiting = async (): Promise<number> => (await database()).count("outbox");

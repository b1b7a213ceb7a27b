// The exchange with the server: first what was done, then what changed. Nothing leaves the outbox but by a word of the
// server that it is stored.
import { upload } from "./files";
import { type Done, type Given, Gone, type Queued, done, doneWith, dropPapers, given, giving, outbox, session, wipe, write } from "./kept";
import type { Answer, Papers, Taken } from "./protocol";
import { Refused, Silent, send, take } from "./server";
import { signalled } from "./signalled";
import { t } from "./words";

export interface State {
  busy: boolean;
  // What is going on or went wrong, in a sentence.
  words: string;
  problem?: "silent" | "signin" | "refused";
  // Where the officer signs in again.
  to?: string;
}

const ACTS_AT_A_TIME = 20;
const BYTES_AT_A_TIME = 900_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

export const state = signalled<State>({ busy: false, words: "" });
let wait = FIRST_WAIT_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

// What signing in knows (sign-in.ts) and the exchange needs.
let onWiped: (words: string) => Promise<void> = async () => undefined;
let renew: () => Promise<{ done: boolean; to?: string }> = async () => ({ done: false });
export function connect(wiped: typeof onWiped, renewing: typeof renew): void {
  onWiped = wiped;
  renew = renewing;
}

/** At most one window exchanges at a time; a second call while one runs is that one. */
export async function exchange(): Promise<void> {
  clearTimeout(timer);
  if (!session || state.get().busy) return;
  await navigator.locks.request("teduh-exchange", { ifAvailable: true }, async (mine) => {
    if (mine) await once();
  });
}

async function once(): Promise<void> {
  state.set({ busy: true, words: t("Sedang menghubungi server …") });
  try {
    await pushAll();
    await pull();
    wait = FIRST_WAIT_MS;
    state.set({ busy: false, words: "" });
  } catch (error) {
    await failed(error).catch(failedForGood);
  }
  if ([...outbox.values()].some(canGo)) later();
}

async function failed(error: unknown): Promise<void> {
  if (error instanceof Refused && error.status === 401) return signedOut(error);
  if (error instanceof Refused) {
    state.set({ busy: false, words: error.message, problem: "refused" });
    return;
  }
  if (!(error instanceof Silent)) console.error(error);
  failedForGood();
}

function failedForGood(): void {
  const words = t("Belum tersambung. Catatan aman di HP dan dikirim begitu ada sinyal.");
  state.set({ busy: false, words, problem: "silent" });
}

async function signedOut({ refusal }: Refused): Promise<void> {
  if (refusal.wipe) {
    await wipe();
    state.set({ busy: false, words: "" });
    return onWiped(refusal.message);
  }
  const { done: renewed, to } = await renew();
  if (renewed) {
    state.set({ busy: false, words: "" });
    wait = 0;
    return later();
  }
  await dropPapers();
  state.set({ busy: false, words: refusal.message, problem: "signin", to: to ?? refusal.to });
}

/** Tries again by itself, later each time; chance keeps sixty phones from coming at once. */
function later(): void {
  clearTimeout(timer);
  if (state.get().problem === "signin") return;
  timer = setTimeout(() => void exchange(), wait * (0.75 + Math.random() / 2));
  wait = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, wait * 2));
}

/** A refused act stays as it is until its officer has looked at it. */
export const canGo = ({ said }: Queued): boolean => !said || said.outcome === "later";

async function pushAll(): Promise<void> {
  const ready = [...outbox.values()].filter(canGo).sort((one, other) => (one.act.id < other.act.id ? -1 : 1));
  // Words first: they are small, and a photo of a visit needs its visit.
  const words = ready.filter(({ files }) => files.length === 0);
  for (const some of inParts(words)) await push(some);
  for (const one of ready) {
    if (one.files.length === 0) continue;
    if (await uploaded(one)) await push([one]);
  }
}

/** A file that the server will never take stops its own act and no other. */
async function uploaded(one: Queued): Promise<boolean> {
  try {
    for (const file of one.files) await upload(token(), file, (share) => tellProgress(one, share));
    return true;
  } catch (error) {
    const gone = error instanceof Gone;
    const refused = error instanceof Refused && error.status !== 401 && error.status !== 413;
    if (!gone && !refused) throw error;
    const message = gone ? t("Berkas ini tidak ada lagi di HP.") : error.message;
    const said: Answer = { id: one.act.id, outcome: "refused", stored: false, error: "file", message, field: null, todo: null, result: null };
    await write({ room: "outbox", id: one.act.id, value: { ...one, said } });
    return false;
  }
}

function tellProgress({ label }: Queued, share: number): void {
  state.set({ busy: true, words: t("Mengirim %(what)s: %(share)s persen", { what: label, share: Math.round(share * 100) }) });
}

function* inParts(acts: Queued[]): Generator<Queued[]> {
  let part: Queued[] = [];
  let bytes = 0;
  for (const one of acts) {
    const size = JSON.stringify(one.act).length * 2;
    if (part.length >= ACTS_AT_A_TIME || (part.length > 0 && bytes + size > BYTES_AT_A_TIME)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

async function push(some: Queued[]): Promise<void> {
  const sent = await send(token(), JSON.stringify({ acts: some.map(({ act }) => act) }));
  const said = new Map(sent.answers.map((answer) => [answer.id, answer]));
  const news: Done[] = [];
  const moves: Parameters<typeof write> = [];
  for (const one of some) {
    const answer = said.get(one.act.id);
    if (!answer) continue;
    if (!answer.stored) {
      moves.push({ room: "outbox", id: one.act.id, value: { ...one, said: answer } });
      continue;
    }
    moves.push({ room: "outbox", id: one.act.id, value: undefined });
    for (const id of one.files) moves.push({ room: "media", id, blob: undefined });
    news.push(finished(one, answer, sent.now));
  }
  await write(...moves, doneWith(news));
}

const finished = ({ act, label, text = "", village = "" }: Queued, { outcome, result }: Answer, now: string): Done => {
  const notes = (result?.notes ?? []).map(({ message }) => message);
  const code = act.kind === "report.enter" ? { code: act.body.code } : {};
  return { id: act.id, label, storedAt: now, outcome, notes, text, village, ...code };
};

async function pull(): Promise<void> {
  const asked = Date.now();
  const came = await take(token(), given.cursor);
  await write(...giving(taken(came, (asked + Date.now()) / 2)));
}

function taken(came: Taken, here: number): Given {
  const papers: Record<string, unknown> = came.whole ? {} : { ...given.papers };
  for (const key of came.drop) delete papers[key];
  for (const { key, data } of came.docs) papers[key] = data;
  const clockOffMs = here - Date.parse(came.now);
  return { cursor: came.cursor, keepUntil: came.keep_until, takenAt: came.now, clockOffMs, papers: papers as Papers };
}

function token(): string {
  if (!session) throw new Silent("locked");
  return session.token;
}

export const lastSent = (): Done | undefined => done[0];

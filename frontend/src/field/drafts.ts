// What is being written: a visit or a report of a resident. A draft is saved at every change, and becomes acts when its
// officer is done.
import { newCode } from "./code";
import { newId } from "./ids";
import { drafts, filesOf, given, keepDraft, keepFile, outbox, session, write } from "./kept";
import { type New, queue } from "./acts";
import type { Account, Act, Asked, Met, OwnVisit, Promised, ReportEnter, Stop, VisitRecord } from "./protocol";
import { isoDay, shortDay, stamp } from "./times";
import { language, t } from "./words";

export interface VisitDraft {
  kind: "visit";
  // The id of the visit; the act of sending it has its own, which stays the same when it is mended.
  id: string;
  act: string;
  village: string;
  // As it was called at the first tap: its file may have left the phone before the record is told.
  named?: { name: string; subdistrict: string; kind?: string };
  activity: string;
  startedAt: string;
  endedAt: string;
  place: string;
  officers: string[];
  people: Met[];
  messages: string[];
  questions: Asked[];
  concerns: { text: string; issue: string | null }[];
  promises: Promised[];
  situation: string;
  stop: string | null;
  photos: string[];
  voice?: { file: string; seconds: number };
  // A correction says which version its officer saw, and which differences it settles.
  correction?: { base: number; settles: string[] };
}

export interface ReportDraft {
  kind: "report";
  id: string;
  act: string;
  code: string;
  text: string;
  place: string;
  when: string;
  village: string;
  aboutPolice: boolean;
  wantsAnswer: boolean;
  photos: string[];
}

export type Draft = VisitDraft | ReportDraft;

export const PHOTOS_OF_VISIT = 12;
export const PHOTOS_OF_REPORT = 3;

export function visitDrafts(): VisitDraft[] {
  return [...drafts.values()].filter((draft) => draft.kind === "visit");
}

export async function startVisit(village: string, stop?: Stop): Promise<VisitDraft> {
  const draft: VisitDraft = {
    ...{ kind: "visit", id: newId(), act: newId(), village, activity: "visit", startedAt: stamp(new Date()), endedAt: "" },
    ...{ place: "", officers: session ? [session.person.id] : [], people: [], messages: [], questions: [], concerns: [] },
    ...{ promises: [], situation: "", stop: stop?.id ?? null, photos: [], ...named(village, stop) },
  };
  await keepDraft(draft);
  return draft;
}

function named(village: string, stop?: Stop): Pick<VisitDraft, "named"> {
  const paper = given.papers[`village/${village}`];
  const known = paper ?? stop;
  if (!known) return {};
  return { named: { name: known.name, subdistrict: known.subdistrict, ...(paper?.kind ? { kind: paper.kind } : {}) } };
}

export async function startReport(village: string): Promise<ReportDraft> {
  const draft: ReportDraft = {
    ...{ kind: "report", id: newId(), act: newId(), code: newCode(), text: "", place: "", when: "", village },
    ...{ aboutPolice: false, wantsAnswer: true, photos: [] },
  };
  await keepDraft(draft);
  return draft;
}

/** First the file, then the draft that points at it. */
export async function attach<D extends Draft>(id: string, blob: Blob, how: (draft: D, file: string) => D): Promise<void> {
  const file = newId();
  await keepFile(file, blob);
  const draft = drafts.get(id) as D | undefined;
  if (draft) await keepDraft(how(draft, file));
}

export async function detach(next: Draft, file: string): Promise<void> {
  await keepDraft(next);
  await write({ room: "media", id: file, blob: undefined });
}

export async function throwAway(draft: Draft): Promise<void> {
  const dropped = filesOf(draft).map((file) => ({ room: "media" as const, id: file, blob: undefined }));
  await write({ room: "drafts", id: draft.id, value: undefined }, ...dropped);
}

/** `text` is what goes to the group. */
export async function finishVisit(draft: VisitDraft, text: string): Promise<void> {
  const { village } = draft;
  const name = { village: nameOf(draft) };
  const label = t("Kunjungan %(village)s, %(day)s", { ...name, day: shortDay(draft.startedAt.slice(0, 10)) });
  const files: New[] = draft.photos.map((file) => ({
    body: { kind: "visit.photo", body: { visit: draft.id, file } },
    ...{ label: t("Foto kunjungan %(village)s", name), village, files: [file] },
  }));
  if (draft.voice) {
    const { file, seconds } = draft.voice;
    const label = t("Suara kunjungan %(village)s", name);
    files.push({ body: { kind: "visit.voice", body: { visit: draft.id, file, seconds } }, label, village, files: [file] });
  }
  await queue([{ body: told(draft), label, village, text, id: draft.act }, ...files], [{ room: "drafts", id: draft.id, value: undefined }]);
}

function told(draft: VisitDraft): New["body"] {
  if (draft.correction) return { kind: "visit.correct", body: { visit: draft.id, ...draft.correction, ...accountOf(draft) } };
  return { kind: "visit.record", body: recordOf(draft) };
}

export function accountOf(draft: VisitDraft): Account {
  return {
    activity: draft.activity,
    started_at: draft.startedAt,
    ended_at: draft.endedAt || stamp(new Date()),
    place_detail: draft.place,
    people: draft.people.filter(({ count, role }) => count > 0 && role.trim()),
    messages: draft.messages,
    questions: draft.questions.filter(({ question }) => question.trim()),
    concerns: draft.concerns.filter(({ text }) => text.trim()),
    situation: draft.situation,
  };
}

export function recordOf(draft: VisitDraft): VisitRecord {
  const promises = draft.promises.filter(({ text }) => text.trim());
  const { village, officers, stop } = draft;
  return { visit: draft.id, village, ...accountOf(draft), officers, promises, stop };
}

export async function finishReport(draft: ReportDraft): Promise<void> {
  const body: ReportEnter = {
    ...{ report: draft.id, code: draft.code, text: draft.text, place: draft.place, when: draft.when },
    ...{ village: draft.village, happened_on: null, about_police: draft.aboutPolice, wants_answer: draft.wantsAnswer },
    ...{ language: language.get(), files: draft.photos },
  };
  const label = t("Laporan warga, %(day)s", { day: shortDay(isoDay(new Date())) });
  const act = { body: { kind: "report.enter" as const, body }, label, files: draft.photos, id: draft.act };
  await queue([act], [{ room: "drafts", id: draft.id, value: undefined }]);
}

/** A refused act is opened again as the draft that it came from, under the same ids. */
export async function mend(id: string): Promise<Draft | undefined> {
  const one = outbox.get(id);
  const draft = one && draftOf(one.act, one.files);
  if (draft) await write({ room: "outbox", id, value: undefined }, { room: "drafts", id: draft.id, value: draft });
  return draft;
}

export function draftOf(act: Act, files: string[]): Draft | undefined {
  if (act.kind === "visit.record") return fromRecord(act.id, act.body);
  if (act.kind === "visit.correct") return fromCorrection(act.id, act.body);
  return act.kind === "report.enter" ? fromReport(act.id, act.body, files) : undefined;
}

function fromRecord(act: string, body: VisitRecord): VisitDraft {
  return { ...fromAccount(body), id: body.visit, act, village: body.village, officers: body.officers, promises: body.promises, stop: body.stop };
}

function fromCorrection(act: string, body: Account & { visit: string; base: number; settles: string[] }): VisitDraft {
  const village = (given.papers.visits ?? []).find(({ visit }) => visit === body.visit)?.village ?? "";
  const correction = { base: body.base, settles: body.settles };
  return { ...fromAccount(body), id: body.visit, act, village, officers: [], promises: [], stop: null, correction };
}

/** Told again: from the version that the server has, or from one side of a difference. */
export async function correct(own: OwnVisit, account: Account, settles: string[]): Promise<VisitDraft> {
  const correction = { base: own.version, settles };
  const draft = { ...fromAccount(account), id: own.visit, act: newId(), village: own.village, officers: [], promises: [], stop: null, correction };
  await keepDraft(draft);
  return draft;
}

function fromAccount(account: Account): Omit<VisitDraft, "id" | "act" | "village" | "officers" | "promises" | "stop"> {
  return {
    ...{ kind: "visit", activity: account.activity, startedAt: account.started_at, endedAt: account.ended_at },
    ...{ place: account.place_detail, people: account.people, messages: account.messages, questions: account.questions },
    ...{ concerns: account.concerns, situation: account.situation, photos: [] },
  };
}

function fromReport(act: string, body: ReportEnter, photos: string[]): ReportDraft {
  return {
    ...{ kind: "report", id: body.report, act, code: body.code, text: body.text, place: body.place, when: body.when },
    ...{ village: body.village, aboutPolice: body.about_police, wantsAnswer: body.wants_answer, photos },
  };
}

export const nameOf = ({ named, village }: VisitDraft): string => named?.name ?? villageName(village);

export function villageName(code: string): string {
  const planned = (given.papers.stops ?? []).find(({ village }) => village === code);
  return given.papers[`village/${code}`]?.name ?? planned?.name ?? code;
}

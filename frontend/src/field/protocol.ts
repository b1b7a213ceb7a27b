// The shapes of docs/offline.md, form 1. What the server may leave out is optional here.
export const FORM = 1;
export const APP = "2026.11.25";

export interface Person { id: string; name: string; unit: string }

export interface SignedIn { person: Person; csrf: string; fresh: boolean; language: string }

export interface Registered { phone: string; token: string; expires_at: string; recovery: string; person: Person }

export interface Refusal { error: string; message: string; field: string | null; to?: string; wipe?: boolean; offset?: number }

export interface Met { role: string; count: number }
export interface Asked { question: string; answer: string }
export interface Raised { text: string; issue: string | null }
export interface Promised { text: string; owner: string; due_on: string }

/** What is told of a visit, and told again when it is corrected. */
export interface Account {
  activity: string;
  started_at: string;
  ended_at: string;
  place_detail: string;
  people: Met[];
  messages: string[];
  questions: Asked[];
  concerns: Raised[];
  situation: string;
}

export interface VisitRecord extends Account {
  visit: string;
  village: string;
  officers: string[];
  promises: Promised[];
  stop: string | null;
}

export interface ReportEnter {
  report: string;
  code: string;
  text: string;
  place: string;
  when: string;
  village: string;
  happened_on: string | null;
  about_police: boolean;
  wants_answer: boolean;
  language: string;
  files: string[];
}

export type Body =
  | { kind: "visit.record"; body: VisitRecord }
  | { kind: "visit.correct"; body: Account & { visit: string; base: number; settles: string[] } }
  | { kind: "visit.photo"; body: { visit: string; file: string } }
  | { kind: "visit.voice"; body: { visit: string; file: string; seconds: number } }
  | { kind: "stop.skip"; body: { stop: string; reason: string } }
  | { kind: "promise.keep"; body: { promise: string; kept_on: string; outcome: string } }
  | { kind: "promise.tell"; body: { promise: string; on: string } }
  | { kind: "report.enter"; body: ReportEnter };

export type Act = Body & { id: string; form: number; person: string; made_at: string };

export interface Answer {
  id: string;
  outcome: "accepted" | "known" | "conflict" | "refused" | "later";
  stored: boolean;
  error: string | null;
  message: string;
  field: string | null;
  todo: "mend" | "send_files" | "wait" | "update_app" | "sign_in_as" | "ask_chief" | null;
  result: { notes?: { note: string; message: string }[]; [more: string]: unknown } | null;
}

export interface Sent { now: string; answers: Answer[] }

export interface Taken {
  now: string;
  cursor: string;
  whole: boolean;
  keep_until: string;
  app: { forms: Record<string, string | null> };
  docs: { key: string; data: unknown }[];
  drop: string[];
}

export interface FileState { offset: number; length?: number; whole?: boolean; used?: boolean }

// The papers.
export interface OfficerPaper {
  id: string;
  name: string;
  role: string;
  role_label?: string;
  unit: { id: string; name: string };
  colleagues: { id: string; name: string; role?: string }[];
  operation: { name: string; phases: string[] } | null;
}
export interface Thing { kind: string; sentence: string; village: string | null; id: string | null }
export interface TodayPaper { day: string; things: Thing[] }
export interface Stop {
  id: string;
  day: string;
  position: number;
  village: string;
  name: string;
  subdistrict: string;
  reason: string;
  arrive_at: string | null;
  state: string;
  approved?: boolean;
  skip_reason: string;
  latitude: number | null;
  longitude: number | null;
}
export interface Issue {
  id: string;
  kind: string;
  label: string;
  level: string;
  opened_on: string;
  words: string;
  clarification: string | null;
}
export interface KeptPromise {
  id: string;
  text: string;
  owner: string;
  due_on: string;
  made_on: string;
  kept_on: string | null;
  late: boolean;
}
export interface PastVisit {
  id: string;
  day: string;
  activity: string;
  label: string;
  people: number;
  messages: string[];
  situation: string;
}
export interface VillagePaper {
  code: string;
  name: string;
  kind?: string;
  subdistrict: string;
  latitude: number | null;
  longitude: number | null;
  state: string;
  days_since_contact: number | null;
  as_of: string | null;
  issues: Issue[];
  promises: KeptPromise[];
  visits: PastVisit[];
  tried: { day: string; words: string }[];
  figures: { role: string; name?: string; words?: string }[];
}
export interface MessagePaper { id: string; key: string; version: number; title: string; text: string; text_en: string }
export interface Clarification {
  slug: string;
  title: string;
  fact: string;
  myth: string;
  why: string;
  verdict: string;
  sources: { name: string; said: string; on: string }[];
  title_en: string;
  fact_en: string;
  published_at: string;
  address: string;
}
export interface Difference { id: string; base: number; by: string; arrived_at: string; account: Account }
export interface OwnVisit { visit: string; village: string; version: number; until: string; account: Account; differences: Difference[] }
export interface WordsPaper {
  form: number;
  activities: { key: string; label: string }[];
  roles: { key: string; label: string }[];
  states: { key: string; label: string }[];
  limits: Record<string, number>;
}
export interface Papers {
  officer?: OfficerPaper;
  today?: TodayPaper;
  stops?: Stop[];
  messages?: MessagePaper[];
  clarifications?: Clarification[];
  visits?: OwnVisit[];
  words?: WordsPaper;
  [village: `village/${string}`]: VillagePaper;
}

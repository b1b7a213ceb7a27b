// The activity text for the WhatsApp group, at once and without signal, in the words of src/teduh/respond/texts.py.
// Police reports are Indonesian whatever language the screen has, so nothing here is translated.
import { nameOf, type VisitDraft } from "./drafts";
import { given, session } from "./kept";
import { fromDay, zoneName } from "./times";

const CLOSING = "Demikian yang dapat kami laporkan. Terima kasih.";

export function visitText(draft: VisitDraft): string {
  const { officer, words, messages = [] } = given.papers;
  const label = (words?.activities ?? []).find(({ key }) => key === draft.activity)?.label ?? draft.activity;
  const carried = messages.filter(({ id }) => draft.messages.includes(id));
  const parts = [
    `Mohon izin melaporkan kegiatan ${officer?.unit.name ?? session?.person.unit ?? ""}.`,
    heading(draft),
    list("Petugas", officers(draft)),
    `*Kegiatan:* ${label}`,
    people(draft),
    list("Pesan yang disampaikan", carried.map(({ title, text }) => `${title}: ${said(text)}`)),
    list("Tanya jawab", draft.questions.filter(({ question }) => question.trim()).map(asked)),
    list("Keluhan dan harapan warga", draft.concerns.map(({ text }) => said(text)).filter(Boolean)),
    list("Janji tindak lanjut", draft.promises.filter(({ text }) => text.trim()).map(promised)),
    draft.situation.trim() && `*Situasi:* ${said(draft.situation)}`,
    CLOSING,
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function heading(draft: VisitDraft): string {
  const began = new Date(draft.startedAt);
  const ended = new Date(draft.endedAt || Date.now());
  const detail = said(draft.place);
  const name = nameOf(draft);
  const { subdistrict, kind } = draft.named ?? given.papers[`village/${draft.village}`] ?? {};
  const places = [
    detail && detail[0]?.toUpperCase() + detail.slice(1),
    !detail.toLowerCase().includes(name.toLowerCase()) && `${kind === "kelurahan" ? "Kelurahan" : "Desa"} ${name}`,
    subdistrict && `Kecamatan ${subdistrict}`,
  ];
  return [
    `*Hari/tanggal:* ${day(began)}`,
    `*Waktu:* ${clock(began)}-${clock(ended)} ${zoneName(began)}`.trimEnd(),
    `*Tempat:* ${places.filter(Boolean).join(", ")}`,
  ].join("\n");
}

function officers(draft: VisitDraft): string[] {
  const { officer } = given.papers;
  if (!officer) return session ? [session.person.name] : [];
  const all = [{ id: officer.id, name: officer.name, role: officer.role_label ?? "" }, ...officer.colleagues.map((one) => ({ ...one, role: one.role ?? "" }))];
  const there = draft.officers.length > 0 ? all.filter(({ id }) => draft.officers.includes(id)) : all.slice(0, 1);
  return there.map(({ name, role }) => [name, role].filter(Boolean).join(", "));
}

function people(draft: VisitDraft): string {
  const met = draft.people.filter(({ count }) => count > 0);
  if (met.length === 0) return "";
  const total = met.reduce((sum, { count }) => sum + count, 0);
  const together = met.length > 1 ? ` (jumlah ${total} orang)` : "";
  return `*Yang hadir:* ${met.map(({ role, count }) => `${said(role)} ${count} orang`).join(", ")}${together}`;
}

const asked = ({ question, answer }: { question: string; answer: string }): string =>
  `Tanya: ${said(question)}\n   Jawab: ${said(answer) || "belum dijawab"}`;

const promised = ({ text, owner, due_on }: { text: string; owner: string; due_on: string }): string =>
  `${said(text)} (${said(owner)}, paling lambat ${day(fromDay(due_on))})`;

const list = (title: string, rows: string[]): string =>
  rows.length === 0 ? "" : [`*${title}:*`, ...rows.map((row, n) => `${n + 1}. ${row}`)].join("\n");

// A phone number or an identity number never goes into a group. The server masks more finely; here every long run of
// digits goes.
const NUMBERS = /(?<!\d)\+?\d(?:[ .\-]?\d){8,}(?!\d)/g;
const said = (text: string): string => text.replaceAll("*", "").split(/\s+/).filter(Boolean).join(" ").replace(NUMBERS, "[nomor]");

const day = (at: Date): string => at.toLocaleDateString("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const clock = (at: Date): string => `${String(at.getHours()).padStart(2, "0")}.${String(at.getMinutes()).padStart(2, "0")}`;

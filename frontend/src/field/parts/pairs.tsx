// Rows that grow: questions with their answers, what people worry about, what was promised.
import type { ComponentChildren } from "preact";
import type { Asked, Issue, Promised, Raised } from "../protocol";
import { isoDay } from "../times";
import { t } from "../words";

interface RowsProps<T> { rows: T[]; onRows: (rows: T[]) => void }
interface GroupProps<T> extends RowsProps<T> {
  title: string;
  more: string;
  empty: T;
  draw: (row: T, change: (some: Partial<T>) => void, n: number) => ComponentChildren;
}

function Group<T>({ title, more, empty, rows, onRows, draw }: GroupProps<T>) {
  // Opening it is wanting to write: the first row stands there, and the first letter goes into it. An empty row is never sent.
  const begin = (group: HTMLDetailsElement): void => {
    if (!group.open || rows.length > 0) return;
    onRows([empty]);
    requestAnimationFrame(() => group.querySelector("textarea")?.focus());
  };
  return (
    <details open={rows.length > 0} onToggle={({ currentTarget }) => begin(currentTarget)}>
      <summary>{title} {rows.length > 0 && <small>{rows.length}</small>}</summary>
      {rows.map((row, n) => (
        <fieldset key={n} class="card pair">
          <legend class="hide">{title} {n + 1}</legend>
          {draw(row, (some) => onRows(rows.map((old, place) => (place === n ? { ...old, ...some } : old))), n)}
          <button type="button" class="linklike" onClick={() => onRows(rows.filter((_, place) => place !== n))}>
            {t("Hapus")}<span class="hide"> {title} {n + 1}</span>
          </button>
        </fieldset>
      ))}
      <button type="button" onClick={() => onRows([...rows, empty])}>{more}</button>
    </details>
  );
}

interface WordsProps { label: string; value: string; onValue: (value: string) => void; line?: boolean }

function Words({ label, value, onValue, line = false }: WordsProps) {
  return (
    <label class="field">
      {label}
      {line ? (
        <input value={value} maxLength={120} onInput={(event) => onValue(event.currentTarget.value)} />
      ) : (
        <textarea class="short" value={value} maxLength={4000} onInput={(event) => onValue(event.currentTarget.value)} />
      )}
    </label>
  );
}

export const Questions = (props: RowsProps<Asked>) => (
  <Group
    {...props}
    title={t("Tanya jawab")}
    more={t("Tambah tanya jawab")}
    empty={{ question: "", answer: "" }}
    draw={({ question, answer }, change) => (
      <>
        <Words label={t("Pertanyaan warga")} value={question} onValue={(value) => change({ question: value })} />
        <Words label={t("Jawaban Anda")} value={answer} onValue={(value) => change({ answer: value })} />
      </>
    )}
  />
);

export const Concerns = ({ issues, ...props }: RowsProps<Raised> & { issues: Issue[] }) => (
  <Group
    {...props}
    title={t("Keluhan dan harapan warga")}
    more={t("Tambah keluhan atau harapan")}
    empty={{ text: "", issue: null }}
    draw={({ text, issue }, change) => (
      <>
        <Words label={t("Apa yang dikeluhkan atau diharapkan?")} value={text} onValue={(value) => change({ text: value })} />
        {issues.length > 0 && (
          <label class="field">
            {t("Termasuk isu mana?")}
            <select value={issue ?? ""} onChange={(event) => change({ issue: event.currentTarget.value || null })}>
              <option value="">{t("Bukan isu yang tercatat")}</option>
              {issues.map(({ id, words }) => <option key={id} value={id}>{words}</option>)}
            </select>
          </label>
        )}
      </>
    )}
  />
);

export const Promises = (props: RowsProps<Promised>) => (
  <Group
    {...props}
    title={t("Janji tindak lanjut")}
    more={t("Tambah janji")}
    empty={{ text: "", owner: "Bhabinkamtibmas", due_on: isoDay(new Date(Date.now() + 7 * 86_400_000)) }}
    draw={({ text, owner, due_on }, change) => (
      <>
        <Words label={t("Apa yang dijanjikan?")} value={text} onValue={(value) => change({ text: value })} />
        <Words label={t("Siapa yang menepati? Tulis jabatannya.")} value={owner} line onValue={(value) => change({ owner: value })} />
        <label class="field">
          {t("Paling lambat")}
          <input type="date" required value={due_on} min={isoDay(new Date())} onInput={(event) => change({ due_on: event.currentTarget.value })} />
        </label>
      </>
    )}
  />
);

// Sentences. The Indonesian stands in the code; the English comes from the same gettext catalogue as every page's
// (src/teduh/field/locale), which the service worker keeps.
import { signalled } from "./signalled";

export type Language = "id" | "en";
type Filling = Record<string, string | number>;

const KEY = "teduh-language";
let english: Record<string, string | string[]> = {};
export const language = signalled<Language>(asked());

function asked(): Language {
  const told = localStorage.getItem(KEY) ?? document.documentElement.lang;
  return told === "en" ? "en" : "id";
}

/** English is fetched once; without it the sentence stays Indonesian, which every officer reads. */
export async function readIn(chosen: Language): Promise<void> {
  if (chosen === "en" && Object.keys(english).length === 0) {
    english = await fetch(document.body.dataset.words ?? "").then((answer) => answer.json(), () => ({}));
  }
  localStorage.setItem(KEY, chosen);
  document.documentElement.lang = chosen;
  language.set(chosen);
}

export function t(sentence: string, filling: Filling = {}): string {
  const said = language.get() === "en" ? english[sentence] : undefined;
  return fill(typeof said === "string" && said ? said : sentence, filling);
}

/** A sentence that counts: Indonesian has one form, English two. */
export function many(one: string, more: string, n: number, filling: Filling = {}): string {
  const said = language.get() === "en" ? english[one] : undefined;
  const form = Array.isArray(said) ? said[n === 1 ? 0 : 1] : undefined;
  return fill(form || (n === 1 ? one : more), { n, ...filling });
}

function fill(sentence: string, filling: Filling): string {
  return sentence.replace(/%\((\w+)\)s/g, (whole, name: string) => String(filling[name] ?? whole));
}

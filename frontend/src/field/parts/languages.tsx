import { language, type Language, readIn } from "../words";

const NAMES: Record<Language, string> = { id: "Bahasa Indonesia", en: "English" };

export function Languages() {
  const other: Language = language.get() === "id" ? "en" : "id";
  return (
    <button type="button" class="linklike" lang={other} onClick={() => void readIn(other)}>
      {NAMES[other]}
    </button>
  );
}

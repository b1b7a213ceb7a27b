// The code of a receipt, made on the phone: 16 random digits and a check digit after Verhoeff, as in
// src/teduh/listen/receipts.py.
const BASE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
const PERMUTED = Array.from({ length: 7 }).reduce<number[][]>(
  (rows) => [...rows, (rows.at(-1) ?? []).map((digit) => BASE[digit] ?? 0)],
  [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
);

export function newCode(): string {
  const digits = Array.from({ length: 16 }, digit).join("");
  const check = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((last) => remainder(`${digits}${last}`) === 0);
  return `${digits}${check}`;
}

/** 4-4-4-4-1, as it is shown. */
export const groups = (code: string): string[] => code.match(/\d{1,4}/g) ?? [];

/** Bytes from 250 up are thrown away, so that each digit is as likely as the others. */
function digit(): number {
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 250) return byte % 10;
  }
}

export function remainder(code: string): number {
  return [...code].reverse().reduce((total, one, place) => multiply(total, PERMUTED[place % 8]?.[Number(one)] ?? 0), 0);
}

/** In D5: 0 to 4 are turns of the pentagon, 5 to 9 its reflections. */
function multiply(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right) % 5);
  return right < 5 ? 5 + ((left - right) % 5) : (left - right + 10) % 5;
}

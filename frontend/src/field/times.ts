// Days and times, as people say them and as the protocol writes them. The phone's own zone is the officer's.
import { language, many, t } from "./words";

const two = (n: number): string => String(n).padStart(2, "0");

/** "2026-11-24T09:40:00+07:00" */
export function stamp(at: Date): string {
  const off = -at.getTimezoneOffset();
  const sign = off < 0 ? "-" : "+";
  const zone = `${sign}${two(Math.floor(Math.abs(off) / 60))}:${two(Math.abs(off) % 60)}`;
  return `${isoDay(at)}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}${zone}`;
}

/** "2026-11-24" */
export const isoDay = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** "09:40", as a time box wants it. */
export const clockOf = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** A day of the calendar, which is the same day in every zone. */
export const fromDay = (day: string): Date => new Date(`${day}T12:00:00`);

const locale = (): string => (language.get() === "en" ? "en-GB" : "id-ID");

export const dayInWords = (day: string): string =>
  fromDay(day).toLocaleDateString(locale(), { weekday: "long", day: "numeric", month: "long" });

export const shortDay = (day: string): string => fromDay(day).toLocaleDateString(locale(), { day: "numeric", month: "short" });

export const momentInWords = (at: Date): string =>
  `${at.toLocaleDateString(locale(), { day: "numeric", month: "short" })} ${two(at.getHours())}.${two(at.getMinutes())}`;

export function ago(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return t("baru saja");
  if (minutes < 60) return many("%(n)s menit lalu", "%(n)s menit lalu", minutes);
  if (minutes < 48 * 60) return many("%(n)s jam lalu", "%(n)s jam lalu", Math.floor(minutes / 60));
  return many("%(n)s hari lalu", "%(n)s hari lalu", Math.floor(minutes / 60 / 24));
}

export const daysUntil = (day: string, today: string): number =>
  Math.round((fromDay(day).getTime() - fromDay(today).getTime()) / 86_400_000);

export const zoneName = (at: Date): string => ({ 420: "WIB", 480: "WITA", 540: "WIT" })[-at.getTimezoneOffset()] ?? "";

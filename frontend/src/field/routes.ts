// Where in the app the officer is: the part of the address after "#", so that one kept page serves all.
import { signalled } from "./signalled";

const here = (): string[] => location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);

export const route = signalled<string[]>(here());
addEventListener("hashchange", () => {
  route.set(here());
  scrollTo(0, 0);
});

export const to = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;
export const go = (...parts: string[]): void => void (location.hash = to(...parts));
/** Without a way back: a draft that is done has no page any more. */
export const goInstead = (...parts: string[]): void => location.replace(to(...parts));

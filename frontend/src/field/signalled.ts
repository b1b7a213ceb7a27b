// A value that tells its readers when it changes. Small on purpose: the app has a handful of them.
import { useEffect, useState } from "preact/hooks";

export interface Signalled<T> {
  get(): T;
  set(value: T): void;
  listen(hear: () => void): () => void;
}

export function signalled<T>(first: T): Signalled<T> {
  let value = first;
  const ears = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const hear of [...ears]) hear();
    },
    listen(hear) {
      ears.add(hear);
      return () => ears.delete(hear);
    },
  };
}

/** Draws again whenever the value changes. */
export function useSignalled<T>(source: Signalled<T>): T {
  const [, again] = useState(0);
  const drawn = source.get();
  useEffect(() => {
    const hear = (): void => again((n) => n + 1);
    // It may have changed between drawing and listening.
    if (source.get() !== drawn) hear();
    return source.listen(hear);
  }, [source]);
  return drawn;
}

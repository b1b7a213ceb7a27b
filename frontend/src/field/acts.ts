// Acts go into the outbox here and nowhere else.
import { exchange } from "./exchange";
import { newId } from "./ids";
import { outbox, session, write } from "./kept";
import { type Act, type Body, FORM } from "./protocol";
import { stamp } from "./times";

type Changes = Parameters<typeof write>;
export interface New {
  body: Body;
  label: string;
  // The village whose file it belongs to.
  village?: string;
  text?: string;
  files?: string[];
  id?: string;
}

/** The acts and what else changes with them (the draft that they came from), as one. */
export async function queue(acts: New[], also: Changes = []): Promise<void> {
  if (!session) throw new Error("locked");
  const person = session.person.id;
  const made_at = stamp(new Date());
  const rows = acts.map(({ body, files = [], id = newId(), ...rest }) => {
    const act: Act = { ...body, id, form: FORM, person, made_at };
    return { room: "outbox" as const, id, value: { act, files, ...rest } };
  });
  await write(...rows, ...also);
  askForSignal();
  void exchange();
}

/** Takes one back that the server does not have; its files go with it. */
export async function discard(id: string): Promise<void> {
  const files = outbox.get(id)?.files ?? [];
  await write({ room: "outbox", id, value: undefined }, ...files.map((file) => ({ room: "media" as const, id: file, blob: undefined })));
}

/** Sent as it is, once more: what stood in its way may be gone. */
export async function goAgain(id: string): Promise<void> {
  const one = outbox.get(id);
  if (!one) return;
  const { said: _old, ...rest } = one;
  await write({ room: "outbox", id, value: rest });
  void exchange();
}

/** Where the phone can do it, it wakes an open window when signal comes back. */
function askForSignal(): void {
  type Waking = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
  void navigator.serviceWorker?.ready.then((worker) => (worker as Waking).sync?.register("exchange")).catch(() => undefined);
}

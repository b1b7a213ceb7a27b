// The service worker: registered through the one door that the page's policy leaves open, and a new version of the app
// only when its officer says so.
import { exchange } from "./exchange";
import { signalled } from "./signalled";

type Doors = { createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string } };

export const newVersion = signalled<"no" | "ready" | "opened-elsewhere">("no");
let waitingWorker: ServiceWorker | null = null;

export async function watchWorker(): Promise<void> {
  const address = document.body.dataset.worker;
  if (!address || !("serviceWorker" in navigator)) return;
  const door = (globalThis as { trustedTypes?: Doors }).trustedTypes?.createPolicy("teduh-worker", { createScriptURL: ours });
  navigator.serviceWorker.addEventListener("message", ({ data }) => void (data === "signal" && exchange()));
  const worker = await navigator.serviceWorker.register(door?.createScriptURL(address) ?? ours(address), { updateViaCache: "none" });
  const look = (): void => {
    waitingWorker = worker.waiting;
    if (waitingWorker && navigator.serviceWorker.controller) newVersion.set("ready");
  };
  look();
  worker.addEventListener("updatefound", () => worker.installing?.addEventListener("statechange", look));
}

function ours(address: string): string {
  if (new URL(address, location.href).origin !== location.origin) throw new TypeError(address);
  return address;
}

/** Drafts and the outbox lie in the phone's database, which an update does not touch. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  if (waitingWorker) waitingWorker.postMessage("take-over");
  else location.reload();
}

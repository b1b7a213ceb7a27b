// While many reports come from one network, each costs the sender's machine a few seconds of counting: little for one
// person, much for a machine that sends thousands. Without this script the person waits and presses Send again.
import { solveChallengeWorkers } from "altcha-lib";

const WORKERS = 4;

// The page's policy lets a script be named only through this door, and the door opens only to our own host.
type Doors = { createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string } };
const door = (globalThis as { trustedTypes?: Doors }).trustedTypes?.createPolicy("teduh-worker", {
  createScriptURL(address) {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError(address);
    return address;
  },
});
const ours = (address: string): string => door?.createScriptURL(address) ?? address;
const box = document.querySelector<HTMLElement>("#slowed");
const form = box?.closest("form");

async function solve(riddle: string, worker: string): Promise<string> {
  const challenge = JSON.parse(riddle) as Parameters<typeof solveChallengeWorkers>[0]["challenge"];
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(navigator.hardwareConcurrency || 1, WORKERS),
    createWorker: () => new Worker(ours(worker), { type: "module" }),
  });
  if (!solution) throw new Error("no solution");
  return btoa(JSON.stringify({ challenge, solution }));
}

// The browser gives the means only to pages that came over HTTPS (or from this machine itself).
if (box && form && globalThis.crypto?.subtle) {
  const { riddle = "", worker = "", working = "", done = "" } = box.dataset;
  const told = box.querySelector<HTMLElement>(".what");
  const answer = form.elements.namedItem("solution") as HTMLInputElement;
  const waiting = told?.textContent ?? "";
  let pressed: HTMLElement | null | undefined;
  let busy = true;
  if (told) told.textContent = working;
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  void solve(riddle, worker)
    .then((solved) => {
      answer.value = solved;
      if (told) told.textContent = done;
    })
    .catch(() => {
      if (told) told.textContent = waiting;
    })
    .finally(() => {
      busy = false;
      if (pressed !== undefined || (answer.value && "sends" in box.dataset)) form.requestSubmit(pressed);
    });
}

// The officer's app begins here: it is drawn into one page, opens the lock, and then works without signal.
import { render } from "preact";
import { App } from "./app";
import { onReplaced } from "./database";
import { connect, exchange } from "./exchange";
import { hearOtherWindows } from "./kept";
import { lockWhenUnused, renew, stage, start, wipedBecause } from "./sign-in";
import { newVersion, watchWorker } from "./update";
import { isOpen } from "./vault";
import { language, readIn, t } from "./words";

const WORKER_AFTER_MS = 1_000;
const root = document.querySelector("#app");
if (root) {
  connect(wipedBecause, renew);
  onReplaced(() => newVersion.set("opened-elsewhere"));
  hearOtherWindows(() => void wipedBecause(t("Semua isi Teduh di HP ini sudah dihapus.")), isOpen);
  addEventListener("online", () => void exchange());
  lockWhenUnused();
  // After the first screen: what is already kept needs no hurry.
  setTimeout(() => void watchWorker(), WORKER_AFTER_MS);
  void readIn(language.get()).then(() => {
    root.textContent = "";
    render(<App />, root);
  });
  void start().catch((error: unknown) => {
    console.error(error);
    stage.set({ at: "broken" });
  });
}

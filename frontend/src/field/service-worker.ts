// Keeps the app itself on the phone, so that it opens without signal. What the server puts in front of this script
// (`__KEPT`, see src/teduh/field/shell.py) is the whole list; data are none of its business.
import { addPlugins, cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & { __KEPT: PrecacheEntry[] };
// Background Sync is not in the types that come with TypeScript.
type SyncEvent = ExtendableEvent & { tag: string };

const APP = new URL(self.registration.scope).pathname;

cleanupOutdatedCaches();
// Answers of Django vary with the language that is asked for; what is kept here is the same for everybody, so it is
// found by its address alone. Otherwise the page is missed just when there is no signal.
addPlugins([{ cacheKeyWillBeUsed: async ({ request }) => request.url }]);
precacheAndRoute(self.__KEPT);
registerRoute(new NavigationRoute(createHandlerBoundToURL(APP)));

// A new version waits until its officer says so, or until no window of the app is open: nothing changes under a hand.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Signal has come back. Only an open and unlocked window can send, because only it holds the key.
self.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as SyncEvent;
  if (tag === "exchange") waitUntil.call(event, tellWindows());
});

async function tellWindows(): Promise<void> {
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage("signal");
}

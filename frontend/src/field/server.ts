// The only door to the network. What comes back is an answer, a refusal of the server, or silence; silence means that
// nothing is known, and that the same may be sent again.
import { APP, type FileState, type Refusal, type Registered, type Sent, type SignedIn, type Taken } from "./protocol";
import { language } from "./words";

// A link of the village is slow, not dead: a body of a piece may take its time.
const PATIENCE_MS = 90_000;

export class Refused extends Error {
  constructor(readonly status: number, readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** No answer, or one that nobody can read: no signal, a cut, a server that is restarting. */
export class Silent extends Error {}

export const askWho = (): Promise<SignedIn> => call("GET", "hp/masuk", {});

export const register = (csrf: string, phone: string, label: string): Promise<Registered> =>
  call("POST", "hp/daftar", { "X-CSRFToken": csrf, ...JSON_BODY }, JSON.stringify({ phone, label, app: APP }));

/** The browser's own session ends with the phone's: nobody who picks it up pairs it again. */
export async function endSession(): Promise<void> {
  const { csrf } = await askWho();
  const address = document.body.dataset.signOut ?? "";
  await fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf }, credentials: "same-origin", redirect: "manual" });
}

export const signOut = (token: string): Promise<{ wipe: boolean }> => call("POST", "hp/keluar", withToken(token, JSON_BODY), "{}");

export const send = (token: string, body: string): Promise<Sent> => call("POST", "kirim", withToken(token, JSON_BODY), body);

export const take = (token: string, cursor: string): Promise<Taken> =>
  call("POST", "ambil", withToken(token, JSON_BODY), JSON.stringify({ cursor }));

export const askFile = (token: string, id: string): Promise<FileState> => call("GET", `berkas/${id}`, withToken(token, {}));

export interface Piece { offset: number; length: number; whole: string; piece: string; bytes: ArrayBuffer }

export const putPiece = (token: string, id: string, { offset, length, whole, piece, bytes }: Piece): Promise<FileState> =>
  call(
    "PUT",
    `berkas/${id}`,
    withToken(token, {
      "Content-Type": "application/octet-stream",
      "Teduh-Offset": String(offset),
      "Teduh-Length": String(length),
      "Teduh-Sha256": whole,
      "Teduh-Piece": piece,
    }),
    bytes,
  );

const JSON_BODY = { "Content-Type": "application/json" };
const withToken = (token: string, more: Record<string, string>): Record<string, string> => ({
  Authorization: `Teduh ${token}`,
  "Teduh-App": APP,
  "Accept-Language": language.get(),
  ...more,
});

async function call<T>(method: string, path: string, headers: Record<string, string>, body?: BodyInit): Promise<T> {
  const address = new URL(path, document.baseURI);
  let answer: Response;
  let said: unknown;
  try {
    answer = await fetch(address, {
      method,
      headers: { Accept: "application/json", ...headers },
      body: body ?? null,
      credentials: "Authorization" in headers ? "omit" : "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    said = await answer.json();
  } catch (error) {
    throw new Silent(String(error));
  }
  if (answer.ok) return said as T;
  if (answer.status >= 500 || !isRefusal(said)) throw new Silent(String(answer.status));
  throw new Refused(answer.status, said);
}

const isRefusal = (said: unknown): said is Refusal => typeof said === "object" && said !== null && "error" in said;

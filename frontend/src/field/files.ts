// A photo or a voice note goes up in pieces. The server says how far it holds the file safely, and every cut goes on
// from there.
import { media } from "./kept";
import { askFile, putPiece, Refused } from "./server";

const SMALLEST = 16 * 1024;
const LARGEST = 256 * 1024;
// A piece that takes longer makes the next one smaller, so that a cut loses little.
const GOOD_PACE_MS = 4_000;
const REPAIRS = 3;

export async function upload(token: string, id: string, onProgress: (share: number) => void): Promise<void> {
  const bytes = await (await media(id)).arrayBuffer();
  const whole = await sha256(bytes);
  let { offset, used = false } = await askFile(token, id);
  let size = 2 * SMALLEST;
  let repairs = 0;
  while (offset < bytes.byteLength && !used) {
    onProgress(offset / bytes.byteLength);
    const piece = bytes.slice(offset, offset + size);
    const began = performance.now();
    try {
      const held = await putPiece(token, id, { offset, length: bytes.byteLength, whole, piece: await sha256(piece), bytes: piece });
      offset = held.offset;
    } catch (error) {
      const goOn = repairs < REPAIRS ? after(error, offset) : undefined;
      if (goOn === undefined) throw error;
      repairs += 1;
      offset = goOn;
    }
    const slow = performance.now() - began > GOOD_PACE_MS;
    size = Math.max(SMALLEST, Math.min(LARGEST, slow ? size / 2 : size * 2));
  }
  onProgress(1);
}

/** Where to go on from after a refusal that can be repaired. */
function after(error: unknown, offset: number): number | undefined {
  if (!(error instanceof Refused)) return undefined;
  if (error.refusal.error === "piece_broken") return offset;
  return error.status === 409 ? error.refusal.offset : undefined;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

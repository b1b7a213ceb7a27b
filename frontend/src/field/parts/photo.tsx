// Photos leave the camera large and with the place in them. Drawing them anew makes them small and leaves that behind.
import { useEffect, useState } from "preact/hooks";
import { t } from "../words";

export const LONGEST_SIDE = 1280;
const QUALITY = 0.72;
// A photo above this is drawn once more, coarser: forty of them must fit in a day's 25 MB.
export const LARGEST_BYTES = 320_000;

export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    for (const [side, quality] of [[LONGEST_SIDE, QUALITY], [1024, 0.6], [800, 0.5]] as const) {
      const made = await drawn(picture, side, quality);
      if (made.size <= LARGEST_BYTES || side === 800) return made;
    }
    throw new Error("unreachable");
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  if (!made) throw new Error("no picture");
  return made;
}

interface Props {
  photos: { id: string; read: () => Promise<Blob> }[];
  onAdd: (small: Blob) => Promise<void>;
  onDrop: (id: string) => void;
  most: number;
}

export function Photos({ photos, onAdd, onDrop, most }: Props) {
  const [said, say] = useState("");
  const take = async (files: FileList | null): Promise<void> => {
    say("");
    for (const file of [...(files ?? [])].slice(0, most - photos.length)) {
      try {
        await onAdd(await shrink(file));
      } catch {
        say(t("Foto ini tidak terbaca. Catatan lain tetap tersimpan; coba foto lain."));
      }
    }
  };
  return (
    <div class="photos">
      <ul>
        {photos.map(({ id, read }, n) => (
          <li key={id}>
            <Thumbnail read={read} label={t("Foto %(n)s", { n: n + 1 })} />
            <button type="button" onClick={() => onDrop(id)}>
              {t("Hapus foto %(n)s", { n: n + 1 })}
            </button>
          </li>
        ))}
      </ul>
      {photos.length < most && (
        <label class="button">
          {t("Ambil foto")}
          <input
            class="unseen"
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => {
              const box = event.currentTarget;
              void take(box.files).finally(() => (box.value = ""));
            }}
          />
        </label>
      )}
      <p class="help">{t("Dikecilkan di HP; tempat pengambilan tidak ikut terkirim.")}</p>
      {said && <p class="error" role="alert">{said}</p>}
    </div>
  );
}

function Thumbnail({ read, label }: { read: () => Promise<Blob>; label: string }) {
  const [address, show] = useState("");
  useEffect(() => {
    let made = "";
    void read().then((blob) => show((made = URL.createObjectURL(blob))));
    return () => URL.revokeObjectURL(made);
  }, []);
  return address ? <img src={address} alt={label} /> : <span class="waiting">{label}</span>;
}

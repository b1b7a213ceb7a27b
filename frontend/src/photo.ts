// Shrinks photos on the phone before they are sent: less to pay on a slow network, and where the photo was taken never
// leaves the phone, since the new picture carries no metadata. Without this script the photo goes as it is.
const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const SMALL_ENOUGH_BYTES = 400_000;

async function shrink(file: File): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= SMALL_ENOUGH_BYTES && file.type !== "image/jpeg") return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return made ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

async function replace(box: HTMLInputElement): Promise<void> {
  const chosen = new DataTransfer();
  for (const file of box.files ?? []) {
    // A picture that this browser cannot read goes as it is; the server says what it takes.
    chosen.items.add(await shrink(file).catch(() => file));
  }
  box.files = chosen.files;
}

// A form that is sent while pictures are still being made smaller waits for them.
for (const box of document.querySelectorAll<HTMLInputElement>('input[type="file"]')) {
  let working: Promise<void> | undefined;
  box.addEventListener("change", () => {
    const mine = replace(box).finally(() => {
      if (working === mine) working = undefined;
    });
    working = mine;
  });
  box.form?.addEventListener("submit", (event) => {
    if (!working) return;
    event.preventDefault();
    const { form } = box;
    const { submitter } = event;
    void working.finally(() => form?.requestSubmit(submitter));
  });
}

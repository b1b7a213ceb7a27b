// A short voice note, kept small: speech needs no more than this.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../words";

const BITS_PER_SECOND = 16_000;
export const LONGEST_S = 120;

interface Props {
  note?: { id: string; seconds: number; read: () => Promise<Blob> };
  onKeep: (note: Blob, seconds: number) => Promise<void>;
  onDrop: () => void;
}

export function Voice({ note, onKeep, onDrop }: Props) {
  const [seconds, setSeconds] = useState<number | undefined>();
  const [said, say] = useState("");
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  useEffect(() => () => stop(recorder.current), []);
  if (typeof MediaRecorder === "undefined") return null;

  const start = async (): Promise<void> => {
    say("");
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      recorder.current = record(sound, setSeconds, async (made, length) => {
        setSeconds(undefined);
        await onKeep(made, length);
      });
    } catch {
      setSeconds(undefined);
      say(t("Mikrofon tidak diizinkan atau sedang dipakai. Catatan dapat diketik."));
    }
  };
  return (
    <div class="voice">
      {note ? (
        <Kept note={note} onDrop={onDrop} />
      ) : seconds === undefined ? (
        <button type="button" onClick={() => void start()}>{t("Rekam catatan suara")}</button>
      ) : (
        <button type="button" class="button waits" onClick={() => stop(recorder.current)}>
          {t("Berhenti merekam (%(n)s detik)", { n: seconds })}
        </button>
      )}
      <p class="help">{t("Paling lama 2 menit. Jangan sebut nama warga.")}</p>
      {said && <p class="error" role="alert">{said}</p>}
    </div>
  );
}

function record(sound: MediaStream, tell: (seconds: number) => void, done: (made: Blob, seconds: number) => Promise<void>): MediaRecorder {
  const machine = new MediaRecorder(sound, { audioBitsPerSecond: BITS_PER_SECOND });
  const pieces: Blob[] = [];
  const began = performance.now();
  const length = (): number => Math.round((performance.now() - began) / 1000);
  const clock = setInterval(() => {
    tell(length());
    if (length() >= LONGEST_S) stop(machine);
  }, 500);
  machine.ondataavailable = ({ data }) => pieces.push(data);
  machine.onstop = () => {
    clearInterval(clock);
    for (const track of sound.getTracks()) track.stop();
    void done(new Blob(pieces, { type: machine.mimeType.split(";")[0] ?? "" }), length());
  };
  machine.start(1000);
  tell(0);
  return machine;
}

function stop(machine: MediaRecorder | undefined): void {
  if (machine && machine.state !== "inactive") machine.stop();
}

function Kept({ note, onDrop }: { note: NonNullable<Props["note"]>; onDrop: () => void }) {
  const [address, show] = useState("");
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  const play = async (): Promise<void> => show(URL.createObjectURL(await note.read()));
  return (
    <p>
      {address ? (
        <audio controls autoplay src={address} />
      ) : (
        <button type="button" onClick={() => void play()}>{t("Dengarkan (%(n)s detik)", { n: note.seconds })}</button>
      )}{" "}
      <button type="button" onClick={onDrop}>{t("Hapus suara")}</button>
    </p>
  );
}

import { t } from "../words";

interface Props {
  label: string;
  count: number;
  onCount: (count: number) => void;
  most?: number;
}

/** How many of one role: two large buttons, and a box for those who would rather type. */
export function Stepper({ label, count, onCount, most = 9999 }: Props) {
  const to = (next: number): void => onCount(Math.max(0, Math.min(most, Number.isFinite(next) ? next : 0)));
  return (
    <div class="stepper" role="group" aria-label={label}>
      <span class="name">{label}</span>
      <button type="button" aria-label={t("Kurangi: %(role)s", { role: label })} disabled={count === 0} onClick={() => to(count - 1)}>
        −
      </button>
      <input
        type="text"
        inputMode="numeric"
        pattern="[0-9]*"
        aria-label={t("Jumlah: %(role)s", { role: label })}
        value={count}
        onInput={(event) => to(Number.parseInt(event.currentTarget.value, 10))}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" aria-label={t("Tambah: %(role)s", { role: label })} onClick={() => to(count + 1)}>
        +
      </button>
    </div>
  );
}

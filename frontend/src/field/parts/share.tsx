import { useState } from "preact/hooks";
import { t } from "../words";

/** To WhatsApp or wherever the phone sends texts; where it cannot share, the text is copied. Neither needs signal. */
export function Share({ text, primary = false }: { text: string; primary?: boolean }) {
  const [said, say] = useState("");
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ text });
    } catch (error) {
      // Closing the list of apps is no mistake.
      if (!(error instanceof DOMException && error.name === "AbortError")) await copy();
    }
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say(t("Teks sudah disalin. Tempelkan di WhatsApp."));
    } catch {
      say(t("Teks tidak dapat disalin sendiri. Tekan lama teksnya, lalu pilih Salin."));
    }
  };
  return (
    <div class="actions">
      {"share" in navigator && (
        <button type="button" class={primary ? "button primary" : "button"} onClick={() => void share()}>
          {t("Bagikan")}
        </button>
      )}
      <button type="button" class={primary && !("share" in navigator) ? "button primary" : "button"} onClick={() => void copy()}>
        {t("Salin teks")}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { canGo, exchange, state } from "../exchange";
import { outbox } from "../kept";
import { to } from "../routes";
import { useSignalled } from "../signalled";
import { many, t } from "../words";

interface Props {
  title: string;
  small?: string;
  // Where the way back leads; without it the page is one of the five of the bar.
  back?: string;
  // A page that is being filled in has no bar below: the thumb needs the room.
  filling?: boolean;
  children: ComponentChildren;
}

export function Page({ title, small, back, filling = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · Teduh`;
    // A new page is announced by its heading, and the keyboard goes on from there.
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <header class="top">
        {back !== undefined && (
          <a class="back" href={back}>
            <span aria-hidden="true">‹</span> {t("Kembali")}
          </a>
        )}
        <Line />
      </header>
      <main id="isi">
        <h1 ref={heading} tabIndex={-1}>
          {title} {small && <small>{small}</small>}
        </h1>
        {children}
      </main>
      {!filling && <Bar />}
    </>
  );
}

/** One line that says how it stands between phone and server; a tap opens the list. */
function Line() {
  const { busy, words, problem } = useSignalled(state);
  const stuck = [...outbox.values()].filter((one) => !canGo(one)).length;
  const waits = outbox.size - stuck;
  const sentence = stuck
    ? many("%(n)s kiriman perlu Anda periksa", "%(n)s kiriman perlu Anda periksa", stuck)
    : waits
      ? many("%(n)s menunggu terkirim", "%(n)s menunggu terkirim", waits)
      : problem === "signin"
        ? t("Perlu masuk lagi")
        : problem
          ? t("Tanpa sinyal")
          : t("Semua terkirim");
  return (
    <a class={`line ${stuck || problem === "signin" ? "waits" : ""}`} href={to("kiriman")} title={words}>
      <i aria-hidden="true" class={busy ? "busy" : waits || stuck ? "waiting" : problem ? "away" : "clear"} />
      <span>{busy ? t("Mengirim …") : sentence}</span>
    </a>
  );
}

function Bar() {
  const places = [
    [to(""), t("Hari ini")],
    [to("rencana"), t("Rencana")],
    [to("desa"), t("Desa")],
    [to("fakta"), t("Fakta")],
    [to("kiriman"), t("Kiriman")],
  ] as const;
  const now = location.hash || "#/";
  return (
    <nav class="tabs-below" aria-label={t("Halaman")}>
      {places.map(([address, label]) => (
        <a key={address} href={address} aria-current={(address === "#/" ? now === address : now.startsWith(address)) ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

export const SendNow = ({ primary = false }: { primary?: boolean }) => {
  const { busy } = useSignalled(state);
  return (
    <button type="button" class={primary ? "button primary" : "button"} disabled={busy} onClick={() => void exchange()}>
      {busy ? t("Mengirim …") : t("Kirim sekarang")}
    </button>
  );
};

export const Empty = ({ children }: { children: ComponentChildren }) => (
  <div class="empty">
    <p>{children}</p>
  </div>
);

import { given } from "../kept";
import { Empty, Page } from "../parts/layout";
import { Qr } from "../parts/qr";
import { Share } from "../parts/share";
import type { Clarification } from "../protocol";
import { to } from "../routes";
import { shortDay } from "../times";
import { language, t } from "../words";

export function Clarifications({ slug }: { slug: string }) {
  const all = given.papers.clarifications ?? [];
  const one = all.find((fact) => fact.slug === slug);
  if (one) return <Fact fact={one} />;
  return (
    <Page title={t("Fakta")} small={t("sudah diperiksa dan terbit")}>
      {all.length === 0 && <Empty>{t("Belum ada fakta yang terbit.")}</Empty>}
      <ul class="cards">
        {all.map((fact) => (
          <li key={fact.slug} class="card">
            <a href={to("fakta", fact.slug)}>{titleOf(fact)}</a>
            <p class="quiet">{shortDay(fact.published_at.slice(0, 10))}</p>
          </li>
        ))}
      </ul>
    </Page>
  );
}

const inEnglish = (): boolean => language.get() === "en";
const titleOf = (fact: Clarification): string => (inEnglish() && fact.title_en) || fact.title;

function Fact({ fact }: { fact: Clarification }) {
  const address = new URL(fact.address, location.href).href;
  const words = (inEnglish() && fact.fact_en) || fact.fact;
  return (
    <Page title={titleOf(fact)} back={to("fakta")}>
      <p class="aloud">{words}</p>
      {fact.myth && (
        <p class="myth">
          <span class="label">{t("Kabar yang beredar")}</span> {fact.myth}
        </p>
      )}
      {fact.why && <p>{fact.why}</p>}
      <Share text={`${titleOf(fact)}\n\n${words}\n\n${address}`} />
      <section class="card">
        <h2>{t("Warga dapat memindai ini")}</h2>
        <Qr address={address} label={t("Kode menuju halaman fakta ini")} />
        <p class="help">{address}</p>
      </section>
      <section>
        <h2>{t("Sumber")}</h2>
        <ul>
          {fact.sources.map(({ name, said, on }, n) => (
            <li key={n}>
              {name}: {said} <small>{on && shortDay(on)}</small>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}

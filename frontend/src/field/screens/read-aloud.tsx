// A message in type that can be read aloud at arm's length, in the sun.
import { given } from "../kept";
import { Empty, Page } from "../parts/layout";
import { to } from "../routes";
import { language, t } from "../words";

export function ReadAloud({ id }: { id: string }) {
  const message = (given.papers.messages ?? []).find((one) => one.id === id);
  if (!message) {
    return (
      <Page title={t("Pesan")} back={to("")}>
        <Empty>{t("Pesan ini sudah tidak dipakai.")}</Empty>
      </Page>
    );
  }
  const text = language.get() === "en" && message.text_en ? message.text_en : message.text;
  return (
    <Page title={message.title} back={to("desa")}>
      <p class="aloud">{text}</p>
    </Page>
  );
}

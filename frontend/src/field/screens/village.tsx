// The file of one village: what somebody who has never been there must know before the first handshake.
import { useState } from "preact/hooks";
import { queue } from "../acts";
import { given, outbox } from "../kept";
import { Empty, Page } from "../parts/layout";
import { StartVisit } from "../parts/start-visit";
import { startReport } from "../drafts";
import type { KeptPromise, VillagePaper } from "../protocol";
import { go, to } from "../routes";
import { daysUntil, isoDay, shortDay } from "../times";
import { many, t } from "../words";
import { villages } from "./plan";

export function Villages() {
  const all = villages(given.papers);
  return (
    <Page title={t("Desa saya")}>
      {all.length === 0 && <Empty>{t("Belum ada isi dari server. Buka sekali selagi ada sinyal.")}</Empty>}
      <ul class="cards">
        {all.map((village) => (
          <li key={village.code} class="card">
            <a href={to("desa", village.code)}>{village.name}</a> <Level of={village.state} />
            <p class="quiet">
              {village.subdistrict} · {contact(village)}
            </p>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function contact({ days_since_contact: days }: VillagePaper): string {
  if (days === null) return t("belum pernah dikunjungi");
  if (days === 0) return t("dikunjungi hari ini");
  return many("dikunjungi %(n)s hari lalu", "dikunjungi %(n)s hari lalu", days);
}

const SHAPES: Record<string, string> = { latent: "○", imminent: "◐", actual: "●", calm: "–", unknown: "◌", none: "◌" };

export function Level({ of }: { of: string }) {
  const label = given.papers.words?.states.find(({ key }) => key === of)?.label;
  if (!label) return null;
  return (
    <span class={`level ${of}`}>
      <i aria-hidden="true">{SHAPES[of] ?? ""}</i> {label}
    </span>
  );
}

export function Village({ code }: { code: string }) {
  const village = given.papers[`village/${code}`];
  if (!village) {
    return (
      <Page title={t("Desa saya")} back={to("desa")}>
        <Empty>{t("Berkas desa ini tidak ada di HP. Mungkin desa ini sudah bukan tugas Anda.")}</Empty>
      </Page>
    );
  }
  return (
    <Page title={village.name} small={village.subdistrict} back={to("desa")}>
      <p>
        <Level of={village.state} /> <span class="quiet">{contact(village)}</span>
      </p>
      <p class="do">
        <StartVisit village={code} primary />
      </p>
      <Issues village={village} />
      <Promises village={village} />
      <Tried village={village} />
      <Messages />
      <p class="do">
        <button type="button" class="button" onClick={() => void startReport(code).then(({ id }) => go("laporan", id))}>
          {t("Tulis laporan warga dari sini")}
        </button>
      </p>
      {village.as_of && <p class="help">{t("Per %(day)s.", { day: shortDay(village.as_of) })}</p>}
    </Page>
  );
}

function Issues({ village: { issues } }: { village: VillagePaper }) {
  return (
    <section>
      <h2>{t("Yang sedang ramai")}</h2>
      {issues.length === 0 && <p class="quiet">{t("Tidak ada isu terbuka yang tercatat.")}</p>}
      <ul class="cards">
        {issues.map((issue) => (
          <li key={issue.id} class="card">
            <strong>{issue.words}</strong>
            <p>
              <Level of={issue.level} /> <span class="quiet">{t("sejak %(day)s", { day: shortDay(issue.opened_on) })}</span>
            </p>
            {issue.clarification && <a class="button" href={to("fakta", issue.clarification)}>{t("Lihat faktanya")}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Messages() {
  const messages = (given.papers.messages ?? []).slice(0, 5);
  if (messages.length === 0) return null;
  return (
    <section>
      <h2>{t("Pesan untuk disampaikan")}</h2>
      <ul class="cards">
        {messages.map(({ id, title }) => (
          <li key={id} class="card">
            <a href={to("pesan", id)}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Promises({ village: { code: village, promises } }: { village: VillagePaper }) {
  return (
    <section>
      <h2>{t("Janji")}</h2>
      {promises.length === 0 && <p class="quiet">{t("Tidak ada janji terbuka.")}</p>}
      <ul class="cards">
        {promises.map((promise) => (
          <li key={promise.id} class="card">
            <Promised promise={promise} village={village} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PromiseProps { promise: KeptPromise; village: string }

function Promised({ promise, village }: PromiseProps) {
  const left = daysUntil(promise.due_on, isoDay(new Date()));
  const due = left < 0 ? many("lewat %(n)s hari", "lewat %(n)s hari", -left) : left === 0 ? t("hari ini") : many("tinggal %(n)s hari", "tinggal %(n)s hari", left);
  const said = [...outbox.values()].some(({ act }) => (act.kind === "promise.keep" || act.kind === "promise.tell") && act.body.promise === promise.id);
  return (
    <>
      <strong>{promise.text}</strong>
      <p>
        {promise.owner} · {shortDay(promise.due_on)}{" "}
        {promise.kept_on ? <span class="chip ok">{t("ditepati")}</span> : <span class={`chip ${left < 0 ? "late" : ""}`}>{due}</span>}
      </p>
      {said ? <p class="chip">{t("menunggu terkirim")}</p> : promise.kept_on ? <TellBack promise={promise} village={village} /> : <Keep promise={promise} village={village} />}
    </>
  );
}

function Keep({ promise, village }: PromiseProps) {
  const [outcome, write] = useState("");
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { promise: promise.id, kept_on: isoDay(new Date()), outcome: outcome.trim() };
    if (body.outcome) await queue([{ body: { kind: "promise.keep", body }, label: t("Janji ditepati: %(what)s", { what: promise.text.slice(0, 40) }), village }]);
  };
  return (
    <details>
      <summary>{t("Sudah ditepati")}</summary>
      <form class="form" onSubmit={(event) => void keep(event)}>
        <label class="field">
          {t("Apa hasilnya?")}
          <textarea class="short" required value={outcome} onInput={(event) => write(event.currentTarget.value)} />
        </label>
        <button class="button">{t("Simpan")}</button>
      </form>
    </details>
  );
}

function TellBack({ promise, village }: PromiseProps) {
  const tell = (): Promise<void> =>
    queue([{ body: { kind: "promise.tell", body: { promise: promise.id, on: isoDay(new Date()) } }, label: t("Kabar janji: %(what)s", { what: promise.text.slice(0, 40) }), village }]);
  return (
    <button type="button" onClick={() => void tell()}>
      {t("Desa sudah dikabari hari ini")}
    </button>
  );
}

function Tried({ village: { visits, tried, figures } }: { village: VillagePaper }) {
  return (
    <>
      <section>
        <h2>{t("Kunjungan sebelumnya")}</h2>
        {visits.length === 0 && <p class="quiet">{t("Belum ada dalam 90 hari.")}</p>}
        <ul class="timeline">
          {visits.map((visit) => (
            <li key={visit.id}>
              <small>{shortDay(visit.day)}</small>
              {visit.label}, {many("%(n)s orang", "%(n)s orang", visit.people)}
              {visit.situation && <p class="quiet">{visit.situation}</p>}
              {visit.messages.length > 0 && <p class="quiet">{t("Pesan: %(list)s", { list: visit.messages.join(", ") })}</p>}
            </li>
          ))}
        </ul>
      </section>
      {tried.length > 0 && (
        <section>
          <h2>{t("Yang sudah dicoba")}</h2>
          <ul class="timeline">
            {tried.map(({ day, words }, n) => (
              <li key={n}>
                <small>{shortDay(day)}</small>
                {words}
              </li>
            ))}
          </ul>
        </section>
      )}
      {figures.length > 0 && (
        <section>
          <h2>{t("Tokoh yang bersedia dihubungi")}</h2>
          <ul>
            {figures.map(({ role, words }, n) => (
              <li key={n}>{[role, words].filter(Boolean).join(": ")}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

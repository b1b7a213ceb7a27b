import { changes } from "./kept";
import { route } from "./routes";
import { Clarifications } from "./screens/clarifications";
import { Finished } from "./screens/finished";
import { Lock } from "./screens/lock";
import { ReadAloud } from "./screens/read-aloud";
import { Phone } from "./screens/phone";
import { Plan } from "./screens/plan";
import { Queue } from "./screens/queue";
import { Report } from "./screens/report";
import { Today } from "./screens/today";
import { Update } from "./screens/update";
import { VisitForm } from "./screens/visit";
import { OwnVisits } from "./screens/own-visits";
import { Village, Villages } from "./screens/village";
import { stage } from "./sign-in";
import { useSignalled } from "./signalled";
import { language } from "./words";

export function App() {
  const now = useSignalled(stage);
  const parts = useSignalled(route);
  useSignalled(changes);
  useSignalled(language);
  if (now.at !== "open") return <Lock stage={now} />;
  return (
    <>
      <Update />
      <Screen parts={parts} key={parts.join("/")} />
    </>
  );
}

function Screen({ parts: [place = "", id = ""] }: { parts: string[] }) {
  switch (place) {
    case "rencana":
      return <Plan />;
    case "desa":
      return id ? <Village code={id} /> : <Villages />;
    case "fakta":
      return <Clarifications slug={id} />;
    case "pesan":
      return <ReadAloud id={id} />;
    case "kunjungan":
      return id ? <VisitForm id={id} /> : <OwnVisits />;
    case "selesai":
      return <Finished act={id} />;
    case "laporan":
      return <Report id={id} />;
    case "kiriman":
      return <Queue />;
    case "hp":
      return <Phone />;
    default:
      return <Today />;
  }
}

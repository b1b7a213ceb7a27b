// Facts that may answer what is being typed. The words go to our own server when the typing pauses, are matched
// there and kept nowhere; where the writer ticks "about the police" they stay in the form.
type Answer = { title: string; lang: string; status: string; source: string; address: string };

const PAUSE_MS = 900;
const LEAST_LETTERS = 15;

function line(answer: Answer): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement(answer.address ? "a" : "span");
  if (link instanceof HTMLAnchorElement) {
    link.href = answer.address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  link.lang = answer.lang;
  link.textContent = answer.title;
  const small = document.createElement("small");
  small.textContent = [answer.status, answer.source].filter(Boolean).join(" · ");
  item.append(link, document.createElement("br"), small);
  return item;
}

function show(box: HTMLElement, answers: Answer[]): void {
  box.querySelector("ul")?.replaceChildren(...answers.map(line));
  box.hidden = answers.length === 0;
}

async function fetched(address: string, body?: FormData): Promise<Answer[]> {
  const headers = { Accept: "application/json" };
  const answer = await fetch(address, body ? { method: "POST", body, headers } : { headers });
  return answer.ok ? ((await answer.json()) as { answers: Answer[] }).answers : [];
}

function follow(box: HTMLElement, form: HTMLFormElement, address: string): void {
  const text = form.elements.namedItem("text") as HTMLTextAreaElement;
  const sealed = form.elements.namedItem("about_police") as HTMLInputElement | null;
  // Without script the box stands at the end of the form; beside the words it is seen.
  text.closest(".field")?.after(box);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  async function ask(): Promise<void> {
    const words = sealed?.checked ? "" : text.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < LEAST_LETTERS) return show(box, []);
    const body = new FormData();
    body.set("text", words);
    body.set("csrfmiddlewaretoken", (form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement).value);
    // Without signal there is simply no offer.
    const found = await fetched(address, body).catch(() => []);
    if (words === asked) show(box, found);
  }
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  };
  text.addEventListener("input", later);
  sealed?.addEventListener("change", later);
  if (text.value) later();
}

for (const box of document.querySelectorAll<HTMLElement>(".answers-box")) {
  const form = box.closest("form");
  if (box.dataset.ask && form) follow(box, form, box.dataset.ask);
  if (box.dataset.show) void fetched(box.dataset.show).then((found) => show(box, found)).catch(() => undefined);
}

// Passkeys: the phone or key signs a challenge after a finger, a face or a PIN. The button stays hidden where the
// browser cannot do it; the password and the code app always work.

type Options = Record<string, unknown>;

async function post(url: string, token: string, body: string): Promise<Response> {
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, "Content-Type": "application/json" } });
}

async function ask(kind: string, options: Options): Promise<Credential | null> {
  if (kind === "add") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as never) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as never) });
}

async function run(form: HTMLFormElement): Promise<string | undefined> {
  const { kind = "get", begin = "", finish = "" } = form.dataset;
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const offered = await post(begin, token, "");
  if (offered.redirected) {
    // The server wants the person to sign in once more first.
    location.assign(offered.url);
    return undefined;
  }
  const credential = await ask(kind, (await offered.json()) as Options);
  if (!(credential instanceof PublicKeyCredential)) return form.querySelector<HTMLElement>("[data-failed]")?.dataset.failed;
  const answer = await post(finish, token, JSON.stringify(credential.toJSON()));
  const said = (await answer.json()) as { to?: string; message?: string };
  if (said.to) location.assign(said.to);
  return said.message;
}

if ("PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.passkey")) {
    const says = form.querySelector<HTMLElement>("[data-failed]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form)
        .catch(() => says?.dataset.failed)
        .then((message) => {
          if (says) says.textContent = message ?? "";
        });
    });
  }
}

// A lost session: the page stays as it is, with what was written and chosen on it. A dialog asks to sign in again, and
// then what was asked for is asked again, as if nothing had happened.
(function () {
  const ours = window.fetch.bind(window);
  let asking = null;

  async function parts_of(response) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return Array.from(page.querySelectorAll("#content > *"));
  }

  function show(dialog, parts, enter) {
    dialog.replaceChildren(...parts);
    for (const form of dialog.querySelectorAll("form")) form.addEventListener("submit", enter);
    const field = dialog.querySelector("input[name=name]");
    if (field) field.focus();
  }

  // What the page shows is somebody's: nobody closes the question and goes on.
  function over_the_page() {
    const dialog = document.createElement("dialog");
    dialog.className = "sign-in-again";
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    return dialog;
  }

  async function ask() {
    const dialog = over_the_page();
    const page = await parts_of(await ours("/sign-in?ended=1"));
    await new Promise((resolve) => {
      async function enter(event) {
        event.preventDefault();
        const body = new FormData(event.target, event.submitter);
        const response = await ours(event.target.action, { method: "POST", body, headers: { "X-Dabiao": "dialog" } });
        // The token was another session's: somebody signed in in another window meanwhile. What was asked is tried again.
        if (response.status === 400) return resolve();
        if (!response.ok) return show(dialog, await parts_of(response), enter);
        const person = await response.json();
        if (person.must_change) return window.location.assign("/password");
        const account = document.getElementById("account");
        // Somebody else goes on with a page of their own.
        if (!account || account.title !== person.name) return window.location.reload();
        resolve();
      }
      show(dialog, page, enter);
      dialog.showModal();
    });
    dialog.remove();
    asking = null;
  }

  function token() {
    const found = document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function with_new_token(options) {
    const headers = new Headers((options || {}).headers);
    if (headers.has("X-CSRFToken")) headers.set("X-CSRFToken", token());
    return { ...options, headers };
  }

  // A form that was drawn before another session began still holds the token of the one before.
  document.addEventListener("submit", (event) => {
    const field = event.target.closest("#account") && event.target.querySelector("input[name=csrf_token]");
    if (field) field.value = token();
  }, true);

  // What is done on a page is done in the name of whom it was drawn for, and nobody else.
  function for_account(options) {
    const account = document.getElementById("account");
    if (!account || !options || options.method !== "POST") return options;
    const headers = new Headers(options.headers);
    headers.set("X-Dabiao-Account", encodeURIComponent(account.title));
    return { ...options, headers };
  }

  function say_who_is_signed_in({ words, button }) {
    if (document.querySelector("dialog[open]")) return;
    const dialog = over_the_page();
    const said = document.createElement("p");
    const load = document.createElement("button");
    said.textContent = words;
    load.textContent = button;
    load.addEventListener("click", () => window.location.reload());
    dialog.append(said, load);
    dialog.showModal();
  }

  window.fetch = async function (address, asked) {
    const options = for_account(asked);
    let response = await ours(address, options);
    while (response.status === 401) {
      asking = asking || ask();
      await asking;
      response = await ours(address, with_new_token(options));
    }
    if (response.status === 409) say_who_is_signed_in(await response.clone().json());
    return response;
  };
})();

// A lost session: the page stays as it is, with what was written and chosen on it, and a dialog asks to sign in again.
(function () {
  const ours = window.fetch.bind(window);
  let asking = null;

  async function form_of(response) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return Array.from(page.querySelectorAll("#content > *"));
  }

  function show(dialog, parts) {
    dialog.replaceChildren(...parts);
    for (const form of dialog.querySelectorAll("form")) form.addEventListener("submit", (event) => enter(event, dialog));
    const field = dialog.querySelector("input[name=name]");
    if (field) field.focus();
  }

  async function enter(event, dialog) {
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    const response = await ours(event.target.action, { method: "POST", body, headers: { "X-Dabiao": "dialog" } });
    if (!response.ok) return show(dialog, await form_of(response));
    const account = document.getElementById("account");
    // Somebody else goes on with a page of their own.
    if (!account || account.title !== (await response.json()).name) return window.location.reload();
    dialog.close();
    dialog.remove();
    asking = null;
  }

  async function ask() {
    if (asking) return;
    asking = document.createElement("dialog");
    asking.className = "sign-in-again";
    document.body.append(asking);
    show(asking, await form_of(await ours("/sign-in")));
    asking.showModal();
  }

  window.fetch = async function (...request) {
    const response = await ours(...request);
    if (response.status === 401) ask();
    return response;
  };
})();

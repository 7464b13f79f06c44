// A request that comes to nothing: the reader is told in words, and what is on the page stays. The words stand in the page
// (app.py), since there is nobody to ask for them then; where the server has words of its own, those are shown.
(function () {
  const ours = window.fetch.bind(window);
  let is_said = false;

  function shown(words) {
    const again = { namespace: "dash_html_components", type: "A" };
    again.props = { children: document.body.dataset.again, href: "", className: "again" };
    return [words, " ", again];
  }

  function tell(words) {
    is_said = true;
    if (document.getElementById("failure")) {
      return window.dash_clientside.set_props("failure", { children: shown(words) });
    }
    // The application itself could not be loaded.
    const place = document.createElement("main");
    const said = document.createElement("p");
    const again = document.createElement("a");
    said.setAttribute("role", "alert");
    said.textContent = words;
    again.href = "";
    again.textContent = document.body.dataset.again;
    place.append(said, again);
    document.getElementById("react-entry-point").replaceWith(place);
  }

  async function words_of(response) {
    const is_ours = (response.headers.get("Content-Type") || "").startsWith("text/plain");
    return (is_ours && (await response.clone().text())) || document.body.dataset.unreachable;
  }

  // 401 and 409 are answered by assets/session.js.
  const is_lost = (response) => response.status >= 400 && ![401, 409].includes(response.status);

  window.fetch = async function (address, options) {
    const is_of_the_page = /\/_dash-(update-component|layout|dependencies)/.test(address.url || address);
    try {
      const response = await ours(address, options);
      if (!is_of_the_page) return response;
      if (is_lost(response)) tell(await words_of(response));
      else if (is_said) {
        is_said = false;
        window.dash_clientside.set_props("failure", { children: null });
      }
      return response;
    } catch (error) {
      if (is_of_the_page && error.name !== "AbortError") tell(document.body.dataset.unreachable);
      throw error;
    }
  };
})();

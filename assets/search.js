// The search in the header (layouts/search.py): what is typed is asked when the hand rests; the arrows choose among what
// was found, Enter goes there, Escape ends it.
(function () {
  const by_id = (id) => document.getElementById(id);
  const options = () => Array.from(document.querySelectorAll("#search-list [role=option]"));
  const set = (id, what) => window.dash_clientside.set_props(id, what);
  const PAUSE_MS = 150;
  let chosen = 0;
  let pause = null;
  // Enter was pressed before the answer to what was typed had come.
  let is_awaited = false;

  function choose(place) {
    const found = options();
    chosen = found.length ? (place + found.length) % found.length : 0;
    found.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    const field = by_id("search");
    field.setAttribute("aria-expanded", String(found.length > 0));
    if (!found.length) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", found[chosen].id);
    found[chosen].scrollIntoView({ block: "nearest" });
  }

  function ask(written) {
    clearTimeout(pause);
    set("search-written", { data: written });
  }

  function end() {
    is_awaited = false;
    set("search", { value: "" });
    ask("");
  }

  // Of what is typed in Chinese the letters on the way are no words yet.
  function type(event) {
    if (event.target.id !== "search" || event.isComposing) return;
    is_awaited = false;
    clearTimeout(pause);
    pause = setTimeout(() => ask(event.target.value), PAUSE_MS);
  }

  function go(option) {
    if (!option) return;
    const address = option.getAttribute("href");
    end();
    by_id("search").blur();
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function is_answered() {
    const list = by_id("search-list");
    return Boolean(list) && list.dataset.written === by_id("search").value;
  }

  function show_answers() {
    choose(0);
    if (is_awaited && is_answered()) {
      is_awaited = false;
      go(options()[0]);
    }
  }

  function press(event) {
    if (event.target.id !== "search" || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && event.target.value.trim()) {
      if (is_answered()) go(options()[chosen]);
      else is_awaited = true;
    } else if (event.key === "Escape") end();
  }

  function click(event) {
    const option = event.target instanceof Element && event.target.closest("#search-list [role=option]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(option);
  }

  // Some browsers take the focus from the field, which closes the list, before a press on an answer is a click.
  function keep_open(event) {
    if (event.target instanceof Element && event.target.closest("#search-answers")) event.preventDefault();
  }

  document.addEventListener("input", type, true);
  document.addEventListener("compositionend", (event) => type({ target: event.target }), true);
  document.addEventListener("keydown", press, true);
  document.addEventListener("click", click, true);
  document.addEventListener("mousedown", keep_open, true);
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.nodeType === 1 && target.closest("#search-answers"))) show_answers();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-written"] });
})();

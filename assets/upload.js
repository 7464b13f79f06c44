// The upload component says nothing of a file it rejects for its size. The reader is told here, and the file chosen
// before is put away, so that no button takes in another file than the last one chosen (layouts/drop_area.py).
(function () {
  function tell(event) {
    const zone = event.target instanceof Element && event.target.closest("[data-too-large]");
    if (!zone) return;
    const files = event.type === "drop" ? event.dataTransfer.files : event.target.files;
    const limit = Number(zone.dataset.limit);
    if (!files || !Array.from(files).some((file) => file.size > limit)) return;
    const set = window.dash_clientside.set_props;
    set(`${zone.dataset.name}-file`, { contents: null });
    for (const button of zone.dataset.buttons.split(" ")) set(button, { disabled: true });
    set(`${zone.dataset.name}-result`, { children: zone.dataset.tooLarge });
  }
  // Its field for the file has no name of its own.
  function name() {
    for (const field of document.querySelectorAll("[data-too-large] input[type=file]:not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("[data-too-large]").textContent.trim());
    }
  }
  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("change", tell, true);
  document.addEventListener("drop", tell, true);
})();

"use strict";
// Draws every chart from the specification beside it; the legend of a figure picks out one line in all its panels.
(() => {
  if (typeof vegaEmbed !== "function") {
    document.getElementById("no-charts").hidden = false;
    document.querySelectorAll("details.numbers").forEach(details => { details.open = true; });
    document.querySelectorAll(".panels, .legend").forEach(part => { part.hidden = true; });
    return;
  }

  for (const figure of document.querySelectorAll(".figure")) {
    const views = [];
    for (const chart of figure.querySelectorAll(".chart")) {
      for (const canvas of chart.querySelectorAll(".canvas")) {
        const spec = JSON.parse(canvas.nextElementSibling.textContent);
        vegaEmbed(canvas, spec, { renderer: "svg", actions: { export: true, source: false, compiled: false, editor: false } })
          .then(result => views.push(result.view))
          .catch(error => { canvas.textContent = "This chart could not be drawn: " + error.message; });
      }
    }

    const buttons = [...figure.querySelectorAll(".legend button")];
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        buttons.forEach(other => other.setAttribute("aria-pressed", String(on && other === button)));
        views.forEach(view => view.signal("focus", on ? Number(button.dataset.focus) : -1).runAsync());
      });
    }
  }
})();

"use strict";
// Follows the runs of a folder: a list on one side, the curves of one run on the other. The server sends events; nothing is asked for twice.
(() => {
  const byId = id => document.getElementById(id);
  const metrics = JSON.parse(byId("metrics").textContent), colours = JSON.parse(byId("colours").textContent);
  const order = Object.keys(metrics), dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const mostPoints = 2000;                    // of a line; beyond, every other point is left out
  function named() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";                              // what somebody typed
    }
  }

  const state = { runs: [], run: named(), chosen: named() !== "", source: null, latest: 0, charts: new Map(), rules: new Map(), waiting: false };
  if (typeof vegaEmbed !== "function") {
    byId("no-charts").hidden = false;
  }

  // Rules have the colours that they have in reports; those that the run does not name, as points of a sweep, the next that are free.
  function placeOf(rule) {
    let place = state.rules.get(rule);
    if (place === undefined) {
      const given = (state.runs.find(one => one.name === state.run) || {}).places || {}, taken = new Set([...Object.values(given), ...state.rules.values()]);
      place = given[rule];
      for (let next = 0; place === undefined; next++) {
        place = taken.has(next) ? undefined : next;
      }

      state.rules.set(rule, place);
      const item = document.createElement("span"), line = document.createElement("i"), [on, off] = dashes[roundOf(place)];
      const own = colourOf(place);
      line.style.background = off ? `repeating-linear-gradient(90deg, ${own} 0 ${on}px, transparent ${on}px ${on + off}px)` : own;
      item.append(line, rule);
      byId("legend").append(item);
    }

    return place;
  }

  const dashes = [[1, 0], [2, 3], [6, 2]];     // of the first ten, the next ten, all others
  const roundOf = place => Math.min(Math.floor(place / colours[0].length), dashes.length - 1);
  const colourOf = place => colours[dark ? 1 : 0][place % colours[0].length];

  // The number as people read it: shares in per cent.
  function shown(metric, value) {
    const unit = (metrics[metric] || {}).unit;
    return value === null || value === undefined ? "–" : unit === "share" ? (100 * value).toFixed(2) + " %" : unit === "degrees" ? value.toFixed(1) + "°" : Number(value.toPrecision(4)).toString();
  }

  function heading(metric, layer) {
    const known = metrics[metric] || { heading: metric };
    return known.heading + (known.samples ? ", " + known.samples.toLowerCase() : "") + (layer === null ? "" : ", layer " + layer);
  }

  // One for each number and layer, in the order in which pages have them.
  function chartOf(metric, layer) {
    const key = metric + "/" + (layer === null ? "" : layer);
    let chart = state.charts.get(key);
    if (!chart) {
      const figure = document.createElement("figure"), caption = document.createElement("figcaption"), last = document.createElement("small"), canvas = document.createElement("div");
      figure.className = "chart";
      figure.dataset.metric = metric;
      canvas.className = "canvas";
      caption.append(heading(metric, layer), last);
      figure.append(caption, canvas);
      const known = order.indexOf(metric);
      chart = { metric, figure, canvas, last, place: [known < 0 ? order.length : known, layer || 0], lines: new Map(), added: [], view: null, count: 0 };
      const after = [...state.charts.values()].filter(other => other.place[0] > chart.place[0] || (other.place[0] === chart.place[0] && other.place[1] > chart.place[1]))
        .sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])[0];
      byId("charts").insertBefore(figure, after ? after.figure : null);
      state.charts.set(key, chart);
    }

    return chart;
  }

  function add([rule, run, epoch, metric, layer, value]) {
    if (metric === "failed" || metric === "learningRate") {
      return;
    }

    state.latest = Math.max(state.latest, epoch);
    const chart = chartOf(metric, layer), name = rule + " " + run;
    if (epoch > 0 && !chart.learned) {
      // What was measured before training is drawn while there is nothing else: beside it, all that follows would be flat.
      chart.learned = chart.thinned = true;
      chart.lines.forEach(line => { line.points = line.points.filter(point => point.x > 0); });
      chart.added = chart.added.filter(point => point.x > 0);
    }

    if (epoch === 0 && chart.learned) {
      return;
    }

    const line = chart.lines.get(name) || { points: [], rule };
    chart.lines.set(name, line);
    const point = { x: epoch, y: value === null ? null : ((metrics[metric] || {}).unit === "share" ? 100 * value : value), line: name, colour: colourOf(placeOf(rule)), round: roundOf(placeOf(rule)) };
    line.points.push(point);
    line.latest = value;
    chart.added.push(point);
    if (line.points.length > mostPoints) {
      line.points = line.points.filter((one, i) => i % 2 === 0);
      chart.thinned = true;
    }
  }

  function specOf(chart) {
    const unit = (metrics[chart.metric] || {}).unit, ink = dark ? "#a0a9b3" : "#59636e", grid = dark ? "#2d343c" : "#d8dee4";
    const label = "datum.value == 0 || (abs(datum.value) >= 0.001 && abs(datum.value) < 100000) ? format(datum.value, '.3~r') : format(datum.value, '.1~e')";
    const axis = { titleFontWeight: "normal", labelColor: ink, titleColor: ink, tickColor: ink, domainColor: ink, gridColor: grid, labelLimit: 60, tickCount: 5 };
    return {
      width: "container", height: 180, background: null, data: { name: "points", values: chart.added.splice(0) }, view: { stroke: null },
      mark: { type: "line", clip: true, strokeWidth: 1.5, interpolate: "linear" },
      encoding: {
        x: { field: "x", type: "quantitative", title: "epoch", axis: { ...axis, grid: false, format: "~s", tickMinStep: 1 } },
        y: { field: "y", type: "quantitative", title: unit === "share" ? "%" : unit === "degrees" ? "°" : null, scale: { zero: false }, axis: { ...axis, labelExpr: label } },
        color: { field: "colour", type: "nominal", scale: null, legend: null },
        strokeDash: { field: "round", type: "nominal", scale: { domain: [0, 1, 2], range: dashes }, legend: null },
        detail: { field: "line" },
      },
    };
  }

  async function draw(chart) {
    if (typeof vegaEmbed !== "function") {
      return;
    }

    if (!chart.view) {
      if (chart.begun) {
        return;
      }

      chart.begun = true;
      chart.count = chart.added.length;
      chart.view = (await vegaEmbed(chart.canvas, specOf(chart), { renderer: "canvas", actions: false })).view;
    }

    let change = vega.changeset();
    if (chart.thinned) {
      const all = [...chart.lines.values()].flatMap(line => line.points);
      change = change.remove(() => true).insert(all);
      chart.thinned = false;
      chart.count = all.length - chart.added.length;
    } else if (chart.added.length > 0) {
      change = change.insert(chart.added);
    } else {
      chart.figure.dataset.points = String(chart.count);
      return;
    }

    chart.count += chart.added.length;
    chart.added = [];
    await chart.view.change("points", change).runAsync();
    chart.figure.dataset.points = String(chart.count);
  }

  // All that came in a moment is drawn at once.
  function refresh() {
    if (state.waiting) {
      return;
    }

    state.waiting = true;
    setTimeout(() => {
      state.waiting = false;
      for (const chart of state.charts.values()) {
        draw(chart);
        const latest = [...chart.lines.values()].map(line => line.latest).filter(value => value !== null && value !== undefined);
        chart.last.textContent = chart.lines.size === 1 && latest.length === 1 ? shown(chart.metric, latest[0])
          : latest.length > 1 ? shown(chart.metric, Math.min(...latest)) + " to " + shown(chart.metric, Math.max(...latest)) : "";
      }
    }, 200);
  }

  function clear() {
    for (const chart of state.charts.values()) {
      chart.view?.finalize();
    }

    state.charts.clear();
    state.rules.clear();
    state.latest = 0;
    byId("charts").replaceChildren();
    byId("legend").replaceChildren();
  }

  function wrong(text) {
    byId("wrong").textContent = text;
    byId("wrong").hidden = !text;
  }

  function tellRun() {
    const entry = state.runs.find(one => one.name === state.run);
    byId("title").textContent = state.run || "Runs";
    const ways = entry && entry.status === "running" && entry.epochs && state.latest > 0 ? " · epoch " + state.latest + " of " + entry.epochs : "";
    byId("state").textContent = entry ? entry.status + ways + (entry.best ? " · " + entry.best : "") + (entry.reason ? " · " + entry.reason : "") : "";
    byId("command").textContent = entry ? entry.command : "";
    byId("command").hidden = !entry || !entry.command;
    byId("page").hidden = !entry || !entry.page;
    byId("page").firstElementChild.href = "report?run=" + encodeURIComponent(state.run || "");
    byId("elsewhere").textContent = (entry && entry.elsewhere) || "";
    byId("elsewhere").hidden = !entry || !entry.elsewhere || state.charts.size > 0;
  }

  function tell() {
    tellRun();
    byId("none").hidden = state.runs.length > 0;
    const list = byId("runs"), old = new Map([...list.children].map(item => [item.dataset.name, item]));
    list.replaceChildren(...state.runs.map(entry => {
      const item = old.get(entry.name) || document.createElement("li");
      if (!item.dataset.name) {
        item.dataset.name = entry.name;
        const button = document.createElement("button");
        button.type = "button";
        button.addEventListener("click", () => { state.chosen = true; look(entry.name); });
        item.append(button);
      }

      const button = item.firstElementChild, status = document.createElement("span"), best = document.createElement("span"), when = document.createElement("span");
      status.className = "status " + entry.status;
      status.textContent = entry.status;
      best.className = "best";
      best.textContent = entry.best || "";
      when.className = "when";
      when.textContent = entry.kind + ", " + entry.started + " UTC";
      button.replaceChildren(status, entry.name, when, best);
      button.setAttribute("aria-current", String(entry.name === state.run));
      return item;
    }));
  }

  function look(name) {
    state.run = name;
    if (state.chosen) {
      history.replaceState(null, "", "#" + encodeURIComponent(name));
    }

    clear();
    wrong("");
    tell();
    connect();
  }

  function connect() {
    state.source?.close();
    const source = state.source = new EventSource("events" + (state.run ? "?run=" + encodeURIComponent(state.run) : ""));
    source.addEventListener("open", () => { byId("link").textContent = "live"; });
    source.addEventListener("error", () => {
      byId("link").textContent = source.readyState === EventSource.CLOSED
        ? "not connected: 'apical dashboard' was begun again; open the address that it prints now" : "not connected: 'apical dashboard' has ended";
    });
    source.addEventListener("runs", event => {
      state.runs = JSON.parse(event.data);
      const declared = (state.runs.find(one => one.name === state.run) || {}).metrics || {};
      for (const [name, metric] of Object.entries(declared)) {
        metrics[name] = metrics[name] || metric;            // those of a plugin
      }

      const newest = state.runs[0];
      if (newest && newest.name !== state.run && (!state.run || (!state.chosen && newest.status === "running"))) {
        look(newest.name);
      } else {
        tell();
      }
    });
    source.addEventListener("rows", event => {
      const { fresh, rows } = JSON.parse(event.data);
      if (fresh) {
        clear();
      }

      rows.forEach(add);
      tellRun();
      refresh();
    });
    source.addEventListener("wrong", event => wrong(JSON.parse(event.data)));
  }

  connect();
})();

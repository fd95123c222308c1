// Draws the figures of a page: drawings and tables stand already, and stay when something here fails.
// A figure names its colours as custom properties of the stylesheet; their values are read from the page at each drawing.

import { walkable } from "./walk.js";

const SLIM = 720; // pixels: narrower figures take what the specification says of narrow ones
const PLOT = 100; // pixels: so much room has what is drawn beside its labels, whatever the width
const address = document.querySelector("script[data-plotly]")?.dataset.plotly;
const figures = [...document.querySelectorAll("figure[data-chart]")].filter((figure) => figure.querySelector("[data-figure]"));
const config = { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: false, doubleClick: false, scrollZoom: false, locale: document.documentElement.lang };
const specifications = new WeakMap();
const rooms = new WeakMap();

/**
 * Load plotly.js once, as a script of this site. It brings an inline style for maps, which we never draw and which the
 * policy of the page refuses: where an element has that name already, plotly.js does not try.
 */
function loaded() {
  const placeholder = document.createElement("template");
  placeholder.id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
  document.head.append(placeholder);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error("plotly.js did not arrive")));
    document.head.append(script);
  });
}

/** Return a function that turns var(--name) into the colour that the page gives it now. */
function palette() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const found = new Map();
  const colour = (text) => {
    if (!found.has(text)) {
      probe.style.color = text;
      found.set(text, getComputedStyle(probe).color);
    }
    return found.get(text);
  };
  const paint = (value) => {
    if (typeof value === "string") return value.startsWith("var(--") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(paint);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, paint(inner)]));
    return value;
  };
  return { paint, done: () => probe.remove() };
}

/** Lay what differs over a figure: objects are merged, everything else is replaced. */
function merged(base, over) {
  if (!base || !over || typeof base !== "object" || typeof over !== "object" || Array.isArray(over)) return over;
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) result[key] = key in base ? merged(base[key], value) : value;
  return result;
}

/** Return data, layout and width of a figure for the room that it has; what needs more is scrolled sideways. */
function fitted({ data, layout, narrow, widest }, room) {
  if (room >= SLIM) return { data, layout, width: Math.min(room, widest ?? room) };
  return {
    data: data.map((trace, at) => merged(trace, narrow.data[at] ?? {})),
    layout: merged(layout, narrow.layout),
    width: Math.max(room, narrow.least ?? 0, narrow.layout?.yaxis && narrow.layout.margin ? narrow.layout.margin.l + narrow.layout.margin.r + PLOT : 0),
  };
}

const even = (places) => places.every((place, at) => at < 2 || places[at] - places[at - 1] === places[1] - places[0]);

/** Return lines over the gaps between the cells of a heat map, in the colour of the card. */
function gapsOf({ x, y, xgap, ygap, xaxis = "x", yaxis = "y" }) {
  const half = (places) => (places.length > 1 ? (places[1] - places[0]) / 2 : 0.5);
  const [dx, dy] = [half(x), half(y)];
  const line = (ends, width) => ({ type: "line", xref: xaxis, yref: yaxis, line: { color: "var(--seam, var(--card))", width }, ...ends });
  const across = { x0: x[0] - dx, x1: x.at(-1) + dx };
  const down = { y0: y[0] - dy, y1: y.at(-1) + dy };
  return [
    ...y.slice(1).map((at) => line({ ...across, y0: at - dy, y1: at - dy }, ygap)),
    ...x.slice(1).map((at) => line({ ...down, x0: at - dx, x1: at - dx }, xgap)),
  ];
}

/**
 * Let Plotly draw even heat maps as one pixel per cell, which charts.css enlarges, with lines as gaps. Otherwise it packs
 * a picture as large as the figure: slow, and late to be the largest thing painted on the page.
 */
function pixelled({ data, layout, ...rest }) {
  const maps = data.filter((trace) => trace.type === "heatmap" && trace.x && trace.y && even(trace.x) && even(trace.y));
  return {
    ...rest,
    data: data.map((trace) => (maps.includes(trace) ? { ...trace, zsmooth: "fast" } : trace)),
    layout: { ...layout, shapes: [...maps.flatMap(gapsOf), ...(layout.shapes ?? [])] },
  };
}

function specificationOf(figure) {
  if (!specifications.has(figure)) specifications.set(figure, JSON.parse(figure.querySelector("[data-figure]").textContent));
  return specifications.get(figure);
}

/** Return where Plotly draws: over the drawing that stands, out of sight until it is done. */
function plotOf(place) {
  let plot = place.querySelector(".plot");
  if (!plot) {
    plot = document.createElement("div");
    plot.className = "plot waiting";
    place.append(plot);
  }
  return plot;
}

async function draw(Plotly, figure) {
  const place = figure.querySelector("[data-drawing]");
  const plot = plotOf(place);
  const room = place.clientWidth;
  const { data, layout, width } = pixelled(fitted(specificationOf(figure), room));
  const colours = palette();
  const painted = colours.paint({ data, layout });
  colours.done();
  painted.layout.width = width;
  painted.layout.font.family = getComputedStyle(document.body).fontFamily;
  await Plotly.react(plot, painted.data, painted.layout, config);
  plot.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
  place.classList.toggle("wide", width > room);
  place.dispatchEvent(new Event("drawn", { bubbles: true })); // beyond.js says where there is more to the side
  place.querySelector("[data-still]").hidden = true;
  plot.classList.remove("waiting");
  rooms.set(figure, room);
}

/** Fold the table away once the figure stands, unless somebody is in it or it is in sight: nothing may jump. */
function fold(figure) {
  const table = figure.querySelector("[data-table]");
  if (!table || table.contains(document.activeElement)) return;
  const { top, bottom } = table.getBoundingClientRect();
  if (top >= innerHeight || bottom <= 0) table.open = false;
}

/** Wait until the browser has nothing better to do, so that the page answers while many figures are drawn. */
function idle() {
  return new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 500 }) : setTimeout(resolve)));
}

async function drawAll(Plotly, chosen = figures) {
  for (const figure of chosen) {
    await idle();
    await draw(Plotly, figure);
  }
}

function follow(Plotly) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => drawAll(Plotly));
  }
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      drawAll(Plotly, figures.filter((figure) => figure.querySelector("[data-drawing]").clientWidth !== rooms.get(figure)));
    }, 150);
  });
  addEventListener("beforeprint", () => document.querySelectorAll("[data-table]").forEach((table) => { table.open = true; }));
}

async function start() {
  if (!figures.length || !address) return;
  figures.forEach((figure) => walkable(figure, () => specificationOf(figure).data));
  const Plotly = await loaded();
  for (const figure of figures) {
    await idle();
    try {
      await draw(Plotly, figure);
      fold(figure);
    } catch (fault) {
      figure.querySelector(".plot")?.remove(); // drawing and table stay
      console.error(fault);
    }
  }
  document.documentElement.dataset.drawn = String(figures.length);
  follow(Plotly);
}

start().catch((fault) => console.error(fault));

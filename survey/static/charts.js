// Draws the figures of a page: the tables stand already, and stay when something here fails.
// A figure names its colours as custom properties of the stylesheet; their values are read from the page at each drawing.

const SLIM = 720; // pixels: narrower figures take what the specification says of narrow ones
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
    width: Math.max(room, narrow.least ?? 0),
  };
}

function specificationOf(figure) {
  if (!specifications.has(figure)) specifications.set(figure, JSON.parse(figure.querySelector("[data-figure]").textContent));
  return specifications.get(figure);
}

async function draw(Plotly, figure) {
  const place = figure.querySelector("[data-drawing]");
  place.hidden = false;
  const room = place.clientWidth;
  const { data, layout, width } = fitted(specificationOf(figure), room);
  const colours = palette();
  const painted = colours.paint({ data, layout });
  colours.done();
  painted.layout.width = width;
  painted.layout.font.family = getComputedStyle(document.body).fontFamily;
  place.classList.toggle("wide", width > room);
  if (width > room) place.tabIndex = 0; // so that a keyboard can scroll it
  else place.removeAttribute("tabindex");
  await Plotly.react(place, painted.data, painted.layout, config);
  place.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
  rooms.set(figure, room);
}

/** Fold the table away once the figure stands, unless somebody is in it. */
function fold(figure) {
  const table = figure.querySelector("[data-table]");
  if (table && !table.contains(document.activeElement)) table.open = false;
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
  const Plotly = await loaded();
  for (const figure of figures) {
    await idle();
    try {
      await draw(Plotly, figure);
      fold(figure);
    } catch (fault) {
      figure.querySelector("[data-drawing]").hidden = true; // the table stays open
      console.error(fault);
    }
  }
  document.documentElement.dataset.drawn = String(figures.length);
  follow(Plotly);
}

start().catch((fault) => console.error(fault));

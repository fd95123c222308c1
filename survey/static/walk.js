// Leads through the values of a figure by keyboard: the drawing that stands first and the figure of Plotly alike.
// What is said of a point is its hovertext, the same words that a mouse finds there.

/** Return the subplot of a trace as plotly.js names it. */
function subplotOf(trace) {
  if (trace.type === "scatterpolar") return trace.subplot ?? "polar";
  if (trace.type === "scatterternary") return trace.subplot ?? "ternary";
  return `${trace.xaxis ?? "x"}${trace.yaxis ?? "y"}`;
}

/** Return what is said of a point, in one line. */
const said = (text) => {
  const holder = document.createElement("template");
  holder.innerHTML = String(text ?? "").replaceAll("<br>", " · ");
  return holder.content.textContent.trim();
};

/** Return the points of one trace that have something to say; a point of a line that is missing is not there. */
function pointsOf(trace, curve) {
  if (trace.hoverinfo === "skip" || trace.visible === false) return [];
  const rows = trace.type === "heatmap" ? trace.hovertext ?? [] : [[].concat(trace.hovertext ?? [])];
  return rows.flatMap((row, y) =>
    row.map((text, x) => ({
      text: said(text),
      curve,
      index: x,
      found: trace.type === "heatmap" ? { xval: trace.x?.[x] ?? x, yval: trace.y?.[y] ?? y } : { pointNumber: x },
      columns: trace.type === "heatmap" ? row.length : 1,
      subplot: subplotOf(trace),
      missing: trace.type === "scatter" && (trace.x?.[x] == null || trace.y?.[x] == null),
    })),
  ).filter((point) => point.text && !point.missing);
}

/** Return all points in the order in which one reads: row by row where traces lie on each other, else trace by trace. */
function inOrder(data) {
  const points = data.flatMap(pointsOf);
  const together = new Set(points.map((point) => point.subplot)).size === 1 && points.every((point) => point.columns === 1);
  const sorted = together ? points.toSorted((one, other) => one.index - other.index || one.curve - other.curve) : points;
  const known = new Set();
  return sorted.filter(({ text }) => !known.has(text) && known.add(text));
}

/** Return where a key leads from a point; undefined where the key is not ours. */
function led(key, at, points) {
  const columns = at < 0 ? 1 : points[at].columns;
  const last = points.length - 1;
  const steps = { ArrowRight: 1, ArrowDown: columns, ArrowLeft: -1, ArrowUp: -columns };
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (!(key in steps)) return undefined;
  if (at < 0) return 0;
  const next = at + steps[key];
  return next < 0 || next > last ? at : next;
}

/** Show the label of a point where Plotly has drawn; elsewhere the line below the figure says it alone. */
function label(place, point) {
  const plot = place.querySelector(".plot:not(.waiting)");
  if (!plot || !window.Plotly) return;
  try {
    if (point) window.Plotly.Fx.hover(plot, [{ curveNumber: point.curve, ...point.found }], [point.subplot]);
    else window.Plotly.Fx.unhover(plot);
  } catch { /* the words stand below */ }
}

/** Let a keyboard walk over the points of a figure; `data` gives its traces when they are needed. */
export function walkable(figure, data) {
  const place = figure.querySelector("[data-drawing]");
  const line = figure.querySelector("[data-walk]");
  const hint = line.textContent;
  let points;
  let at = -1;
  const leave = () => {
    if (at < 0) return;
    at = -1;
    line.textContent = hint;
    line.classList.remove("said");
    label(place, null);
  };
  place.setAttribute("role", "application"); // so that screen readers hand the arrow keys on
  place.tabIndex = 0;
  line.classList.add("ready");
  place.addEventListener("blur", leave);
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    points ??= inOrder(data());
    if (event.key === "Escape") {
      leave();
      place.blur();
    }
    const next = points.length ? led(event.key, at, points) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    at = next;
    line.textContent = `${points[at].text} (${at + 1}/${points.length})`;
    line.classList.add("said");
    label(place, points[at]);
  });
}

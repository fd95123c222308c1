// Sliders beside the numbers of own weights. They have no name, so the form sends the numbers alone: both always agree.

const TOPS = [5, 10, 20, 50, 100, 200, 500, 1000]; // a slider ends at the first of these that holds all weights
const fields = [...document.querySelectorAll("[data-weights] input[type=number]")];
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
const rows = fields.map((number) => ({ number, range: slider(number), share: number.parentElement.querySelector("output") }));

/** Return a slider named by the same words as its number, before which it is put. */
function slider(number) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = "0";
  range.setAttribute("aria-labelledby", number.getAttribute("aria-labelledby"));
  number.before(range);
  return range;
}

const weight = (number) => (number.validity.valid ? Math.max(0, number.valueAsNumber || 0) : 0);

/** Show what each weight comes to; the slider that is being moved keeps its place. */
function shown(moved) {
  const weights = fields.map(weight);
  const total = weights.reduce((sum, one) => sum + one, 0);
  const top = TOPS.find((end) => end >= Math.max(...weights)) ?? TOPS.at(-1);
  rows.forEach(({ number, range, share }, at) => {
    if (!moved) Object.assign(range, { max: String(top), step: String(top / 50) });
    if (range !== moved) range.value = String(weights[at]);
    share.textContent = total ? percent.format(weights[at] / total) : "–";
    range.setAttribute("aria-valuetext", `${number.value || 0}, ${share.textContent}`);
  });
}

for (const { number, range } of rows) {
  range.addEventListener("input", () => {
    number.value = String(Number(range.valueAsNumber.toFixed(2)));
    shown(range);
  });
  number.addEventListener("input", () => shown());
}
document.addEventListener("reset", () => window.setTimeout(shown)); // once the numbers are what they were
if (fields.length) shown();

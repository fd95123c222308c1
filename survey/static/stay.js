// Says on pages with something to fill in that the session will be over soon, five minutes before, and lets people stay.
import { announce } from "./site.js";

const place = document.getElementById("page-stay");
const form = place?.querySelector("form");
const WARNING = 5 * 60; // seconds before the end at which it is said
document.getElementById("page-until")?.remove(); // what stands there is for readers without this script
let [ends, timer] = [0, 0]; // in seconds of this page's own clock, which no change of the hour moves
const clock = () => performance.now() / 1000;

function say(text) {
  if (place.hidden || place.querySelector("[data-said]").textContent !== text) announce(text);
  place.querySelector("[data-said]").textContent = text;
  place.hidden = false;
}

function soon(minutes) {
  return minutes === 1 ? place.dataset.soonOne : place.dataset.soonMany.replace("{n}", minutes);
}

async function ask(options = {}) {
  const answer = await fetch(form.action, { ...options, headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.status === 401) return 0;
  if (!answer.ok) throw new Error("not now");
  return (await answer.json()).seconds;
}

function signedOut(over) {
  form.querySelector("button").hidden = over;
  form.querySelector("a").hidden = !over;
  if (over) say(place.dataset.over);
}

// Another page or a save of this one may have prolonged the session: the server is asked before anything is said.
async function look() {
  let left = ends - clock();
  if (left <= WARNING) {
    try { left = await ask(); ends = clock() + left; } catch { /* it is looked again in a minute */ }
  }
  signedOut(left <= 0);
  if (left > WARNING) place.hidden = true;
  else if (left > 0) say(soon(Math.max(1, Math.ceil(left / 60))));
  window.clearTimeout(timer);
  timer = window.setTimeout(look, 1000 * (left > WARNING ? left - WARNING : 60));
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const left = await ask({ method: "POST", body: new FormData(form) });
    ends = clock() + left;
    signedOut(left <= 0);
    if (left > 0) { place.hidden = true; announce(place.dataset.stays); }
  } catch { form.submit(); }
});

if (place && document.querySelector("main form")) {
  ends = clock() + Number(place.dataset.seconds);
  look();
  document.addEventListener("visibilitychange", () => { if (!document.hidden && ends - clock() <= WARNING) look(); });
}

// On every page: the focus goes to the error summary, and other modules can speak through one polite live region.

import { clear, waiting as unsent } from "./kept.js";

const waiting = []; // what is being said, and what comes after it

export function announce(text) {
  if (waiting.length > 1 && waiting.at(-1) === text) return; // it will be said anyway
  waiting.push(text);
  if (waiting.length === 1) speak();
}

function speak() {
  const region = document.getElementById("page-announcements");
  region.textContent = "";
  window.setTimeout(() => { region.textContent = waiting[0]; }, 100); // an emptied region speaks again even when the words are the same
  window.setTimeout(() => { waiting.shift(); if (waiting.length) speak(); }, 1100); // one sentence does not cut off another
}

// Signing out forgets what this browser keeps for the account, so that nobody else at this machine finds it: not without a word.
const leave = document.querySelector("form[data-unsent-one]");
leave?.addEventListener("submit", (event) => {
  const count = unsent();
  const words = count === 1 ? leave.dataset.unsentOne : leave.dataset.unsentMany.replace("{n}", count);
  if (count && !window.confirm(words)) event.preventDefault();
  else clear();
});

const faults = document.querySelector(".faults");
if (faults) {
  faults.setAttribute("tabindex", "-1");
  faults.focus();
}

// What somebody typed and has not sent is not lost without a word. The section page saves by itself and warns by itself;
// on a page that came back with faults even unchanged words are not kept yet.
let sending = false;
const unsentWords = (area) => area.value !== area.defaultValue || (faults && area.value);
document.addEventListener("submit", (event) => { sending = !event.defaultPrevented; });
window.addEventListener("pageshow", () => { sending = false; });
window.addEventListener("beforeunload", (event) => {
  const areas = document.querySelectorAll("form[method=post]:not([data-save]) textarea");
  if (!sending && [...areas].some(unsentWords)) event.preventDefault();
});

// A page that a browser kept whole, and shows again on Back or Forward, has its choices as the address says, not as they were
// left; where a page is asked for anew, autocomplete="off" on the forms says the same.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[method=get]").forEach((form) => form.reset());
});

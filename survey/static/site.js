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

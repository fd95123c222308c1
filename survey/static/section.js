// A section page: every answer saves by itself, one save of a question at a time, and conditions show what they open.
import { announce } from "./site.js";
import { holds, numberIn } from "./conditions.js";
import * as browser from "./kept.js";

// A question may have any code, so a control may be called "elements" or "dataset" and hide that property of the form.
const form = document.getElementById("answers");
const told = (name) => form.getAttribute(`data-${name}`); // the sentences of this page in its language, and its address
const elsewhere = new Map(Object.entries(JSON.parse(told("elsewhere")))); // values of earlier sections that conditions here read
const [assessment, section] = told("save").split("/sections/"); // under which unsent answers are kept
const waits = (node) => Boolean(node.querySelector(".fault, .conflict")); // for somebody to mend or decide
const questions = new Map([...form.querySelectorAll("[data-question]")].map((node) => [node.dataset.question, { node, timer: 0, saving: false, again: false, typed: false, wait: 2000, unsaved: node.matches("[data-unsaved]") || waits(node) }]));
const field = (code, name) => form.querySelector(`[name="${code}.${name}"]`);

function say(code, text, kind = "") {
  const place = questions.get(code).node.querySelector("[data-saved]");
  place.textContent = text;
  place.className = `saved ${kind}`;
}

function payload(code) {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) if (name === code || name.startsWith(`${code}.`)) data.append(name, value);
  return data;
}

async function save(code) {
  const question = questions.get(code);
  window.clearTimeout(question.timer);
  if (question.saving) { question.again = true; return; }
  question.saving = true;
  question.again = question.typed = false;
  say(code, told("saving"), "waiting");
  const body = payload(code);
  browser.keep(assessment, code, { section, title: document.querySelector("h1").textContent, fields: [...body] });
  try {
    const answer = await send(section, code, body);
    if (answer.status >= 500) throw new Error("not now");
    settle(code, answer.status, await answer.json());
  } catch {
    say(code, told("offline"), "trouble");
    question.timer = window.setTimeout(() => save(code), question.wait);
    question.wait = Math.min(question.wait * 2, 60000);
  } finally {
    question.saving = false;
    if (question.again) save(code);
  }
}

const send = (place, code, body) => fetch(`${assessment}/sections/${place}/${code}`, { method: "POST", body, headers: { "X-CSRFToken": form.querySelector("[name=page-csrf_token]").value, Accept: "application/json" }, credentials: "same-origin" });

function settle(code, status, reply) {
  const question = questions.get(code);
  showFault(code, status === 422 ? reply.message : "");
  if (status === 200) {
    field(code, "version").value = reply.version;
    question.wait = 2000;
    browser.drop(assessment, code);
    question.unsaved = question.again || question.typed; // typing went on while this was on its way
    question.node.querySelector(".conflict")?.remove();
    say(code, reply.message);
    document.querySelectorAll("[data-progress]").forEach((node) => { node.textContent = reply.progress; });
    announce(reply.message);
  } else if (status === 409 && reply.conflict) {
    browser.keep(assessment, code, { ...browser.entries(assessment)[code], conflict: reply.conflict });
    showConflict(code, reply.conflict);
  } else {
    say(code, { 401: told("signed-out"), 422: told("mend") }[status] ?? reply.message, "trouble");
    if (status === 401) question.node.querySelector("[data-saved]").append(" ", Object.assign(document.createElement("a"), { href: told("sign-in-url"), textContent: told("sign-in") }));
    announce(status === 401 ? told("signed-out") : reply.message);
  }
}

// Both answers stand side by side until somebody decides; the panel is our own server's, escaped by it.
function showConflict(code, panel) {
  const { node } = questions.get(code);
  node.querySelector(".conflict")?.remove();
  node.querySelector(".meta").insertAdjacentHTML("beforebegin", panel);
  say(code, told("conflict"), "trouble");
}

function showFault(code, text) {
  const { node } = questions.get(code);
  node.querySelector(".fault")?.remove();
  const input = node.querySelector("input[type=text], textarea:not([name*='.'])");
  input?.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return;
  input?.setAttribute("aria-invalid", "true");
  const fault = Object.assign(document.createElement("p"), { className: "fault", id: `fault-${code}`, textContent: text });
  node.querySelector(".options").before(fault);
  node.querySelector("fieldset").setAttribute("aria-describedby", fault.id);
}

// What a question is worth to a condition: null while it has no value.
function value(code) {
  const question = questions.get(code);
  if (!question) return elsewhere.get(code) ?? null;
  if (question.node.hidden) return null;
  const sent = payload(code);
  const chosen = sent.getAll(code).map((text) => text.trim()).filter(Boolean);
  if (sent.getAll(`${code}.mark`).length || !chosen.length) return null;
  const kind = question.node.querySelector("input, textarea");
  if (kind.tagName === "TEXTAREA") return chosen[0];
  if (chosen.includes("DK") || chosen.includes("NA")) return null;
  if (kind.type === "checkbox") return chosen;
  if (kind.type === "radio") return /^-?\d+$/.test(chosen[0]) ? Number(chosen[0]) : chosen[0];
  return numberIn(chosen[0], field(code, "decimal").value);
}

function reveal() {
  const opened = [];
  for (const [code, { node }] of questions) {
    if (!node.dataset.condition) continue;
    const show = holds(JSON.parse(node.dataset.condition), value);
    if (show && node.hidden) opened.push(code);
    node.classList.toggle("revealed", show && node.hidden);
    node.hidden = !show && !waits(node); // what waits to be mended or decided stays in sight
  }
  number();
  if (opened.length) announce(opened.length === 1 ? told("revealed-one") : told("revealed-many").replace("{n}", opened.length));
}

// What an answer of this page opens is numbered 2.1, 2.2, so that no other number changes; views/outline.py has the same rule.
function number() {
  let [above, below] = [0, 0];
  for (const { node } of questions.values()) {
    if (node.hidden) continue;
    [above, below] = above && node.matches("[data-follows]") ? [above, below + 1] : [above + 1, 0];
    node.querySelector("legend .number").textContent = below ? `${above}.${below}` : `${above}`;
  }
}

// An exclusive choice stands alone: the one ticked last wins.
function keepAlone(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  const alone = (box) => ["DK", "NA"].includes(box.value) || box.hasAttribute("data-exclusive");
  for (const box of form.querySelectorAll(`input[type=checkbox][name="${input.name}"]`)) if (box !== input && (alone(box) || alone(input))) box.checked = false;
}

const TYPED = ["text", "textarea", "date"]; // kinds of controls in which one types
const codeOf = (target) => target.closest("[data-question]")?.dataset.question;

form.addEventListener("change", (event) => {
  const code = codeOf(event.target);
  if (!code || event.target.name.endsWith(".version")) return;
  if (TYPED.includes(event.target.type) && !questions.get(code).typed) return; // sent while it was typed: a link that the answer brought stays under the mouse
  keepAlone(event.target);
  questions.get(code).unsaved = true;
  reveal();
  save(code);
});

form.addEventListener("input", (event) => {
  const code = codeOf(event.target);
  if (!code || !TYPED.includes(event.target.type)) return;
  const question = questions.get(code);
  question.unsaved = question.typed = true;
  window.clearTimeout(question.timer);
  question.timer = window.setTimeout(() => save(code), 900);
});

// Keep mine or take theirs, without leaving the page.
form.addEventListener("click", async (event) => {
  const button = event.target.closest(".conflict button");
  if (!button) return;
  event.preventDefault();
  const code = codeOf(button);
  const question = questions.get(code);
  if (button.name === "page-keep") {
    field(code, "version").value = button.dataset.version;
    button.closest(".conflict").remove();
    save(code);
    return;
  }
  const theirs = await taken(code);
  if (theirs === null) return;
  const card = document.createElement("template");
  card.innerHTML = theirs; // our own page's card of this question, escaped by the server
  question.node.replaceWith(card.content.firstElementChild);
  question.node = form.querySelector(`[data-question="${code}"]`);
  question.unsaved = false;
  browser.drop(assessment, code);
  reveal();
  question.node.querySelector("input, textarea").focus();
});

// The card of a question with what is kept; null, and a word about it, where it does not come: then both answers stay.
async function taken(code) {
  try {
    const answer = await fetch(`${told("save")}/${code}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    const reply = await answer.json();
    if (answer.ok) return reply.card;
    say(code, reply.message, "trouble");
    announce(reply.message);
  } catch {
    say(code, told("undecided"), "trouble");
    announce(told("undecided"));
  }
  return null;
}

// What was touched and is not acknowledged yet is said, so that an earlier choice taken again counts as a choice.
form.addEventListener("formdata", (event) => {
  for (const [code, question] of questions) if (question.unsaved) event.formData.append("page-touched", code);
});

let leaving = false;
// Without a connection the browser would show its own page instead of ours, and what was typed would be out of sight.
form.addEventListener("submit", (event) => {
  const stays = form.querySelector("[data-unconnected]");
  stays.hidden = leaving = navigator.onLine;
  if (leaving) return;
  event.preventDefault();
  announce(stays.textContent);
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && [...questions.values()].some((question) => question.unsaved)) event.preventDefault();
});

// What an earlier visit could not save is put back into the controls, with the version that it was an answer to.
function putBack(code, fields) {
  const { node } = questions.get(code);
  const given = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
  for (const control of node.querySelectorAll("input[name], textarea[name]")) {
    if (["radio", "checkbox"].includes(control.type)) control.checked = given(control.name).includes(control.value);
    else if (given(control.name).length) control.value = given(control.name)[0];
  }
  questions.get(code).unsaved = true;
}

// A conflict that an earlier visit found waits for a decision: it is shown again and not sent again, which would find it a second time.
async function sendKept() {
  const [kept, undecided] = [[], []];
  for (const one of Object.entries(browser.entries(assessment))) (one[1].conflict ? undecided : kept).push(one);
  const stuck = new Map();
  for (const [code, entry] of undecided) {
    if (entry.section !== section || !questions.has(code)) { stuck.set(entry.section, entry.title); continue; }
    if (waits(questions.get(code).node)) continue;
    putBack(code, entry.fields);
    showConflict(code, entry.conflict);
    reveal();
  }
  if (kept.length) tell(kept.length === 1 ? told("kept-one") : told("kept-many").replace("{n}", kept.length));
  for (const [code, entry] of kept) {
    if (entry.section === section && questions.has(code)) { if (questions.get(code).saving || waits(questions.get(code).node)) continue; putBack(code, entry.fields); reveal(); await save(code); continue; }
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    const answer = await send(entry.section, code, body).catch(() => null);
    if (answer?.ok) { browser.drop(assessment, code); continue; }
    stuck.set(entry.section, entry.title);
    if (answer?.status === 409) await found(code, entry, answer);
  }
  if (stuck.size) tell(told("kept-elsewhere"), stuck);
}

// Keeps a conflict of another section, so that it is found once; what the section's page shows then is this.
async function found(code, entry, answer) {
  const { conflict } = await answer.json().catch(() => ({}));
  if (conflict) browser.keep(assessment, code, { ...entry, conflict });
}

// A visible word at the top, with links to the sections where somebody must look.
function tell(text, sections = new Map()) {
  const place = form.querySelector("[data-kept]");
  place.hidden = false;
  place.firstElementChild.textContent = text;
  for (const [code, title] of sections) place.firstElementChild.append(" ", Object.assign(document.createElement("a"), { href: `${assessment}/sections/${code}`, textContent: title }));
  announce(text);
}

window.addEventListener("online", () => { for (const [code, { node, unsaved, saving }] of questions) if (unsaved && !saving && !waits(node)) save(code); });

reveal();
// What came back with a page because another answer was wrong, and is right itself, is saved now; it is newer than what was kept.
for (const [code, { node, unsaved }] of questions) if (unsaved && !waits(node)) save(code);
sendKept();

// Keys for a reviewer: a letter chooses a verdict, saves, or opens another answer, unless somebody is typing.
const form = document.querySelector("form.verdict");
const list = document.querySelector("details.keys");
const FIELD = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])";
const NEXT = { c: "#page-reason", j: ".adjusted :is(input:not([type=hidden]), textarea, select)" };

function shown() {
  if (!list) return;
  list.open = !list.open;
  list.querySelector("summary").focus();
}

function pressed(key) {
  const target = /^[a-z]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (!target) return false;
  target.click();
  (NEXT[key] ? form.querySelector(NEXT[key]) ?? target : target).focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.(FIELD);
  if (typing && form?.contains(typing) && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "?") shown();
  else if (!pressed(event.key.toLowerCase())) return;
  event.preventDefault();
});

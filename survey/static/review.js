// Keys for a reviewer: a letter chooses a verdict or opens another answer, unless somebody is typing.
const form = document.querySelector("form.verdict");
const adjusted = form?.querySelector(".adjusted");

const typing = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const target = /^[a-z]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (target) { event.preventDefault(); target.click(); target.focus(); }
  else if (key === "s" && form) { event.preventDefault(); form.requestSubmit(); }
});

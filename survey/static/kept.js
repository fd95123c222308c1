// What was typed and is not acknowledged yet: kept in this browser under account and assessment until the server has it.
const account = document.body.dataset.account;
const prefix = `kept ${account} `;

// The entries of one assessment by question code: { section, title, fields: [[name, value], …], conflict: panel }. Storage may be full or forbidden: then none.
export function entries(assessment) {
  try {
    return JSON.parse(localStorage.getItem(prefix + assessment) ?? "{}");
  } catch {
    return {};
  }
}

export function keep(assessment, code, entry) {
  store(assessment, { ...entries(assessment), [code]: entry });
}

export function drop(assessment, code) {
  const { [code]: gone, ...rest } = entries(assessment);
  if (gone) store(assessment, rest);
}

function store(assessment, all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(prefix + assessment, JSON.stringify(all));
    else localStorage.removeItem(prefix + assessment);
  } catch { /* the page still holds what was typed, and warns before it is left */ }
}

// How many answers of this account wait in this browser, in all assessments.
export function waiting() {
  return mine().reduce((sum, key) => sum + Object.keys(entries(key.slice(prefix.length))).length, 0);
}

export function clear() {
  for (const key of mine()) localStorage.removeItem(key);
}

function mine() {
  try {
    return account ? Object.keys(localStorage).filter((key) => key.startsWith(prefix)) : [];
  } catch {
    return [];
  }
}

// The conditions of questionnaire files, by the same rules as on the server, which has the last word.
// A condition is a nested list such as ["and", ["in", "housing_support", ["partly"]], ["answered", "housing_note"]];
// a comparison with a question that has no value is false whatever the operator.

const compare = {
  "==": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  in: (a, list) => list.includes(a), "not in": (a, list) => !list.includes(a),
  contains: (a, option) => a.includes(option), lacks: (a, option) => !a.includes(option),
};

// value: code => null | string | number | string[]
export function holds(condition, value) {
  const [operator, ...parts] = condition;
  if (operator === "and") return parts.every((part) => holds(part, value));
  if (operator === "or") return parts.some((part) => holds(part, value));
  if (operator === "not") return !holds(parts[0], value);
  if (operator === "questions") { // ["questions", "<", code, other code]
    const [left, right] = [value(parts[1]), value(parts[2])];
    return left !== null && right !== null && compare[parts[0]](left, right);
  }
  const left = value(parts[0]);
  if (operator === "answered") return left !== null;
  if (left === null) return false;
  return compare[operator](left, parts[1]);
}

// The number that somebody typed with this sign before the decimals, read as the server reads it; null for what is none.
export function numberIn(text, decimal) {
  const plain = text.replace(/[ \u00a0\u202f]/g, "").replace(/%+$/, "");
  const grouped = decimal === "," ? /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/ : /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
  const whole = grouped.test(plain) ? plain.replaceAll(decimal === "," ? "." : ",", "") : plain;
  const pointed = whole.replaceAll(decimal, ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) && Number.isFinite(Number(pointed)) ? Number(pointed) : null;
}

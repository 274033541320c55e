// Words and numbers, as they are shown.
const grouped = new Intl.NumberFormat("en-GB", {maximumFractionDigits: 0});
const brief = new Intl.NumberFormat("en-GB", {maximumSignificantDigits: 3});

/** Three digits, or all those before the point. */
export function figure(x) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  return (Math.abs(x) >= 1000 ? grouped : brief).format(x).replace("-", "−");
}
export const signed = (x) => (x > 0 ? "+" : "") + figure(x);
export const percent = (x) => (x === null ? "–" : `${figure(100 * x)} %`);
export const plain = (name) => name.replaceAll("_", " ");
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const quoted = (text) => `“${text}”`;
/** "1.2 fewer" or "3 more". */
export const moreOrFewer = (x) => (x === 0 ? "0" : `${figure(Math.abs(x))} ${x > 0 ? "more" : "fewer"}`);

/** "0.9 to 1.5 fewer", "1 fewer to 2 more". */
export function range(low, high) {
  if (low === high) return moreOrFewer(low);
  if (low * high > 0) {
    const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b).map(figure);
    const word = low > 0 ? "more" : "fewer";
    return ends[0] === ends[1] ? `${ends[0]} ${word}` : `${ends[0]} to ${ends[1]} ${word}`;
  }
  return `${moreOrFewer(low)} to ${moreOrFewer(high)}`;
}

/** Names joined as in a sentence. */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

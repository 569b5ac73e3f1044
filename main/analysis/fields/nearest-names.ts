/** The names nearest to a mistyped one, best first: by the number of letters to change (Damerau-Levenshtein). */
export function nearestNames(wrong: string, fields: Iterable<{ readonly name: string }>, most = 3): string[] {
  const found: { name: string; distance: number }[] = [];
  for (const { name } of fields) {
    const distance =
      name.startsWith(wrong) || name.endsWith(`.${wrong}`) ? 0.5 : editDistance(wrong.toLowerCase(), name);
    found.push({ name, distance });
  }
  found.sort((one, other) => one.distance - other.distance || one.name.length - other.name.length);
  return found.slice(0, most).map(({ name }) => name);
}

function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8) return Number.MAX_SAFE_INTEGER;
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let least = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[other.length] as number;
}

/** A part of two sequences: in both, only in the first one, or only in the second one. */
export interface Part {
  kind: "same" | "removed" | "added";
  text: string;
}

/** The difference of two sequences of texts, by their longest common subsequence. */
export function sequenceDiff(before: string[], after: string[]): Part[] {
  const lengths = commonLengths(before, after);
  const common = (b: number, a: number) => lengths[b]?.[a] ?? 0;
  const parts: Part[] = [];
  let [b, a] = [0, 0];
  while (b < before.length || a < after.length) {
    if (b < before.length && a < after.length && before[b] === after[a]) {
      parts.push({ kind: "same", text: before[b++] as string });
      a++;
    } else if (a === after.length || (b < before.length && common(b + 1, a) >= common(b, a + 1))) {
      parts.push({ kind: "removed", text: before[b++] as string });
    } else {
      parts.push({ kind: "added", text: after[a++] as string });
    }
  }
  return parts;
}

/** `lengths[b][a]`: the length of the longest common subsequence of what follows positions `b` and `a`. */
function commonLengths(before: string[], after: string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let b = before.length - 1; b >= 0; b--)
    for (let a = after.length - 1; a >= 0; a--) {
      const [row, next] = [lengths[b] as number[], lengths[b + 1] as number[]];
      row[a] =
        before[b] === after[a]
          ? (next[a + 1] as number) + 1
          : Math.max(next[a] as number, row[a + 1] as number);
    }
  return lengths;
}

/** The difference of two texts, by words. Neighbouring words of a kind are one part. */
export function textDiff(before: string, after: string): Part[] {
  const merged: Part[] = [];
  for (const part of sequenceDiff(words(before), words(after))) {
    const last = merged.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else merged.push({ ...part });
  }
  return merged;
}

/** The words of a text, each with the space after it. */
const words = (text: string) => text.match(/\S+\s*|\s+/g) ?? [];

/**
 * The Markdown of notes and samples: headings, lists, tables, paragraphs; bold, emphasis, code.
 * It becomes a tree of plain text, never HTML. A link shows its words and its address.
 */

export type Inline = { kind: 'text' | 'strong' | 'em' | 'code'; text: string };
export type Block =
  | { kind: 'heading'; level: number; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

export function markdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, text: inline(heading[2]!) });
      at += 1;
    } else if (isRow(line) && /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(lines[at + 1] ?? '')) {
      const rows = take(lines, at, isRow);
      blocks.push({ kind: 'table', head: cells(line), rows: rows.slice(2).map(cells) });
      at += rows.length;
    } else if (ITEM.test(line)) {
      const ordered = /^\s*\d/.test(line);
      const items: string[] = [];
      for (; at < lines.length && (ITEM.test(lines[at]!) || /^\s+\S/.test(lines[at]!)); at += 1) {
        const item = ITEM.exec(lines[at]!);
        if (item) items.push(item[1]!);
        else items[items.length - 1] += joined(items[items.length - 1]!, lines[at]!.trim());
      }
      blocks.push({ kind: 'list', ordered, items: items.map(inline) });
    } else {
      const own = take(lines, at, (next) => next.trim() !== '' && !ITEM.test(next) && !/^#{1,6}\s/.test(next));
      blocks.push({ kind: 'paragraph', text: inline(own.map((next) => next.trim()).reduce((text, next) => text + joined(text, next), '')) });
      at += own.length;
    }
  }
  return blocks;
}

const ITEM = /^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s+(.*)$/;
const isRow = (line: string) => line.trim().startsWith('|');

/** At least one line: whatever the first is, the reading goes on behind it. */
function take(lines: string[], from: number, belongs: (line: string) => boolean): string[] {
  let to = from + 1;
  while (to < lines.length && belongs(lines[to]!)) to += 1;
  return lines.slice(from, to);
}

/** A line that goes on: with a gap, except between two Hanzi. */
function joined(before: string, next: string): string {
  return before === '' || /[\p{Script=Han}，。；、：][*_`]*$/u.test(before) ? next : ` ${next}`;
}

function cells(row: string): Inline[][] {
  return row.trim().replace(/^\||\|$/g, '').split('|').map((cell) => inline(cell.trim()));
}

function inline(text: string): Inline[] {
  const plain = text.replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_, words: string, address: string) => (words === address || address === '' ? words : `${words} (${address})`));
  return plain
    .split(/(\*\*[^*]+\*\*|__[^_]+__|\*[^*\s][^*]*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part): Inline => {
      if (/^(\*\*|__).+\1$/.test(part)) return { kind: 'strong', text: part.slice(2, -2) };
      if (/^\*.+\*$/.test(part)) return { kind: 'em', text: part.slice(1, -1) };
      if (/^`.+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
      return { kind: 'text', text: part };
    });
}

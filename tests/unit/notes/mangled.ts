import fc from 'fast-check';
import { joinLines, type NotesLine, splitLines } from '@/lib/notes/grammar';
import { anyEdits, anyLine, anyNotes, edited } from './fixtures';

/** What hands, tools and other releases do to notes that Deputy wrote. Positions are shares of the length, 0 to 1. */
type Mangling = (text: string) => string;

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const at = (where: number, length: number) => Math.floor(where * (length + 1));
const byLines =
  (change: (lines: NotesLine[]) => NotesLine[]): Mangling =>
  (text) =>
    joinLines(change(splitLines(text)));

/** Text that reads from right to left, hides, rings, or is half a character. */
const ODD_CHARACTERS = [
  '\u202e',
  '\u2066\u2069',
  '\u200f',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\ud83d',
  '👩‍🚒',
  '🐢',
  '\v',
  '\f',
  '\u001c',
];

const anyMangling: fc.Arbitrary<Mangling> = fc.oneof(
  // torn: a stretch is missing, often with half of a fence
  fc.tuple(share, fc.nat(60)).map(
    ([where, length]): Mangling =>
      (text) =>
        text.slice(0, at(where, text.length)) + text.slice(at(where, text.length) + length),
  ),
  // one of the fences is missing
  fc.constantFrom(/^-- deputy \d+ --[^\S\r\n]*$/m, /^-- \/deputy --[^\S\r\n]*$/m).map(
    (fence): Mangling =>
      (text) =>
        text.replace(fence, ''),
  ),
  // doubled: all, or some lines once more
  fc.constantFrom('\n', '\r\n', '').map(
    (between): Mangling =>
      (text) =>
        text + between + text,
  ),
  fc.tuple(share, fc.nat(5)).map(([where, length]) =>
    byLines((lines) => {
      const from = at(where, lines.length);
      return [...lines.slice(0, from + length), ...lines.slice(from)];
    }),
  ),
  // hand-edited: two lines change places, blanks are doubled, a word is mistyped
  fc.tuple(share, share).map(([one, two]) =>
    byLines((lines) => {
      const [a, b] = [lines[at(one, lines.length - 1)], lines[at(two, lines.length - 1)]];
      return lines.map((line) => (line === a && b ? b : line === b && a ? a : line));
    }),
  ),
  share.map((where): Mangling => {
    return (text) =>
      text.slice(0, at(where, text.length)) + text.slice(at(where, text.length)).replace(' ', '  ');
  }),
  // a line or a fence where none belongs
  fc.tuple(share, anyLine, fc.constantFrom('\n', '\r\n', '\r', '')).map(
    ([where, line, eol]): Mangling =>
      (text) =>
        text.slice(0, at(where, text.length)) + eol + line + eol + text.slice(at(where, text.length)),
  ),
  // another release
  fc.constantFrom('2', '2', '3', '17', '999999999', '0', '1000000000', '01').map(
    (version): Mangling =>
      (text) =>
        text.replace(/deputy \d+ --/, `deputy ${version} --`),
  ),
  // other line ends
  fc
    .constantFrom('\r\n', '\r', '\n')
    .map((eol) => byLines((lines) => lines.map((l) => (l.eol ? { ...l, eol } : l)))),
  fc.tuple(share, fc.constantFrom('\r\n', '\r', '\n\r', '\u2028')).map(
    ([where, eol]): Mangling =>
      (text) =>
        text.slice(0, at(where, text.length)) + eol + text.slice(at(where, text.length)),
  ),
  fc.tuple(share, fc.constantFrom(...ODD_CHARACTERS)).map(
    ([where, odd]): Mangling =>
      (text) =>
        text.slice(0, at(where, text.length)) + odd + text.slice(at(where, text.length)),
  ),
);

/** Notes that Deputy and people wrote, and that were mangled since. */
export const mangledNotes = fc
  .tuple(anyNotes, anyEdits, fc.array(anyMangling, { maxLength: 4 }))
  .map(([text, edits, manglings]) => manglings.reduce((now, mangle) => mangle(now), edited(text, edits)));

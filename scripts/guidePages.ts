/** The sheriff's guide for the extension's own page: markdown in, plain data out, at build time. Raw HTML in it stays text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexer, type Token, type Tokens } from 'marked';
import type { Drawn } from '../lib/model/drawn.ts';

/** One page of docs/guide. */
export interface GuidePage {
  /** File name without `.md`; `README` is the first page. */
  readonly name: string;
  readonly title: string;
  readonly drawn: readonly Drawn[];
}

/** Pages of the guide become anchors of the one page; what is not in the extension becomes plain text. */
function linkTo(href: string, names: ReadonlySet<string>): string | null {
  const name = /^([\w-]+)\.md$/.exec(href)?.[1];
  if (name !== undefined && names.has(name)) return `#${name}`;
  return href.startsWith('https://') ? href : null;
}

function draw(tokens: readonly Token[] | undefined, names: ReadonlySet<string>): readonly Drawn[] {
  const inner = (token: { tokens?: Token[] }) => draw(token.tokens, names);
  return (tokens ?? []).flatMap((given): readonly Drawn[] => {
    const token = given as Tokens.Generic;
    switch (token.type) {
      case 'heading':
        return [[`h${token.depth}`, {}, inner(token)]];
      case 'paragraph': {
        const drawn = inner(token);
        // one that held a picture only
        return drawn.length === 0 ? [] : [['p', {}, drawn]];
      }
      case 'text':
        return token.tokens ? inner(token) : [unescaped(token.text)];
      case 'escape':
        return [token.text];
      case 'strong':
      case 'em':
        return [[token.type, {}, inner(token)]];
      case 'codespan':
        return [['code', {}, [token.text]]];
      case 'code':
        return [['pre', {}, [token.text]]];
      case 'link': {
        const href = linkTo(token.href, names);
        return href === null ? inner(token) : [['a', { href }, inner(token)]];
      }
      case 'list': {
        const { ordered, start, items } = given as Tokens.List;
        const drawn = items.map((item): Drawn => ['li', {}, inner(item)]);
        return [[ordered ? 'ol' : 'ul', ordered ? { start: Number(start) } : {}, drawn]];
      }
      case 'table': {
        const { header, rows } = given as Tokens.Table;
        const row = (tag: string, cells: readonly Tokens.TableCell[]): Drawn => [
          'tr',
          {},
          cells.map((cell): Drawn => [tag, {}, draw(cell.tokens, names)]),
        ];
        return [
          [
            'table',
            {},
            [
              ['thead', {}, [row('th', header)]],
              ['tbody', {}, rows.map((cells) => row('td', cells))],
            ],
          ],
        ];
      }
      // pictures stay on the web: the package is to be small
      case 'image':
      case 'space':
        return [];
      case 'html':
        return [token.raw];
      default:
        throw new Error(`The guide has markdown that its page does not know: ${token.type}`);
    }
  });
}

/** marked escapes text for HTML; here it stays text. */
const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Reads the guide of a folder; its first page stands first, the others in the order in which that one names them. */
export function readGuide(folder: string): readonly GuidePage[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  const names = new Set(files.map((file) => file.slice(0, -'.md'.length)));
  const first = readFileSync(join(folder, 'README.md'), 'utf8');
  const place = (name: string) => first.indexOf(`(${name}.md)`);
  return [...names]
    .sort((a, b) => place(a) - place(b))
    .map((name) => {
      const text = readFileSync(join(folder, `${name}.md`), 'utf8');
      return { name, title: /^# (.+)$/m.exec(text)?.[1] ?? name, drawn: draw(lexer(text), names) };
    });
}

import type { Random } from '../../sandbox/random.ts';

/** One answer as a hostile or broken server sends it, and in words what was done to the good one. */
export interface MutatedAnswer {
  readonly response: () => Response;
  readonly what: string;
}

/** Where JSON can be changed: in place, by the parent and its key. */
interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

const MARKUP = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>&lt;b&gt;';
/** Right-to-left override, isolates, zero-width joiner, NUL, bell, escape, line separator, a lone surrogate. */
const CONTROL = '\u202egnp.\u2066x\u2069\u200d\u0000\u0007\u001b[31m\u2028\ud800';
const HUGE = 100_000;

/** Values that no schema of ours has in mind. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  99,
  1e308,
  -1e308,
  2 ** 53,
  '',
  'someday',
  'not a number',
  '-- deputy 1 --',
  '0000-00-00T00:00:00',
  '+275760-09-13T00:00:00.001',
  MARKUP,
  CONTROL,
  [],
  {},
  [null],
  [[[[]]]],
];

/** By the names of what every object has, or what a promise has: in JSON they are keys like any other. */
const KEYS_OF_OBJECTS = JSON.parse(
  '{"constructor": 1, "toString": null, "valueOf": null, "toJSON": 1, "hasOwnProperty": "no", "then": true}',
) as Record<string, unknown>;

/** Every place below a value, the value's own inner ones included. */
function placesIn(value: unknown): Place[] {
  const places: Place[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Array.isArray(node) ? node.keys() : Object.keys(node)) {
      places.push({ parent: node as Place['parent'], key });
      visit((node as Record<string | number, unknown>)[key]);
    }
  };
  visit(value);
  return places;
}

const valueAt = ({ parent, key }: Place) => (parent as Record<string | number, unknown>)[key];
const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
const put = ({ parent, key }: Place, value: unknown) => {
  (parent as Record<string | number, unknown>)[key] = value;
};

/** What can be done to one place; each gives its name. */
const CHANGES: readonly ((place: Place, random: Random) => string)[] = [
  (place, random) => {
    // a copy: the next change may change what is inside
    const value = structuredClone(random.pick(ODD_VALUES));
    put(place, value);
    return `is ${JSON.stringify(value)?.slice(0, 40)}`;
  },
  (place) => {
    if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1);
    else delete place.parent[place.key];
    return 'is missing';
  },
  (place, random) => {
    const value = valueAt(place);
    put(place, typeof value === 'number' ? random.pick([99, -7, 1e15, -value]) : `${textOf(value)}?`);
    return 'is of no known kind';
  },
  (place, random) => {
    put(place, textOf(valueAt(place)).slice(0, 20) + random.pick([MARKUP, CONTROL]));
    return 'has markup or control characters';
  },
  (place, random) => {
    put(place, random.next() < 0.1 ? 'x'.repeat(HUGE) : 'long '.repeat(400));
    return 'is huge';
  },
  (place) => {
    const value = valueAt(place);
    if (!Array.isArray(value)) put(place, [value]);
    else put(place, value.length > 200 ? [...value].reverse() : [...value, ...value, ...value].reverse());
    return 'is a list, doubled and reversed';
  },
  (place) => {
    const value = valueAt(place);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      // an own key of that name, as JSON.parse makes it
      Object.defineProperty(value, '__proto__', {
        value: { polluted: true },
        enumerable: true,
        configurable: true,
        writable: true,
      });
      Object.assign(value, KEYS_OF_OBJECTS);
    } else put(place, { ...KEYS_OF_OBJECTS, length: 1e9 });
    return 'has keys of every object';
  },
];

/**
 * Changes one to three places of a good JSON answer, or now and then its text or its kind.
 * @param text the good answer
 */
export function mutate(text: string, random: Random): MutatedAnswer {
  const whole = random.next();
  if (whole < 0.12) return broken(text, random);
  const value: unknown = JSON.parse(text);
  if (whole < 0.16) {
    const odd = random.pick(ODD_VALUES);
    return answerOf(JSON.stringify(odd), `the whole answer is ${JSON.stringify(odd).slice(0, 40)}`);
  }
  const done = changePlaces(value, random);
  const status = random.next() < 0.1 ? random.pick([400, 401, 403, 404, 429, 500, 503]) : 200;
  return answerOf(JSON.stringify(value), `${done}, status ${status}`, JSON_TYPE, status);
}

/** Changes one to three places of a value in place, and tells what was done. */
function changePlaces(value: unknown, random: Random): string {
  const done: string[] = [];
  for (let n = random.int(1, 3); n > 0; n--) {
    const places = placesIn(value);
    if (places.length === 0) break;
    const place = random.pick(places);
    done.push(`${String(place.key).slice(0, 30)} ${random.pick(CHANGES)(place, random)}`);
  }
  return done.join(', ');
}

const JSON_TYPE = 'application/json';

function answerOf(text: string, what: string, type = JSON_TYPE, status = 200): MutatedAnswer {
  const headers: Record<string, string> = { 'Content-Type': type };
  return { what, response: () => new Response(text, { status, headers }) };
}

/** Trouble with the text as a whole: cut, a web page, nothing, a wrong kind, an odd status, a line that breaks in the middle. */
function broken(text: string, random: Random): MutatedAnswer {
  const cut = text.slice(0, random.int(0, text.length - 1));
  return random.pick<() => MutatedAnswer>([
    () => answerOf(cut, `cut after ${cut.length} characters`),
    () => answerOf(`<!doctype html><title>${MARKUP}</title>`, 'a web page', 'text/html'),
    () => answerOf(`<!doctype html>${MARKUP}`, 'a web page that says it is JSON'),
    () => answerOf('', 'empty'),
    () => answerOf(`\u0000${text}`, 'begins with NUL'),
    () => answerOf(text, 'JSON that says it is text', 'text/plain'),
    () => answerOf(`{"detail": ${JSON.stringify(MARKUP + CONTROL)}}`, 'a refusal', JSON_TYPE, 403),
    () => answerOf(JSON.stringify([null, { detail: [] }]), 'an odd failure', JSON_TYPE, 500),
    () => answerOf(JSON.stringify({ status: [KEYS_OF_OBJECTS] }), 'an odd refusal', JSON_TYPE, 400),
    () => ({
      what: 'breaks off while it is read',
      response: () =>
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.enqueue(new TextEncoder().encode(cut));
              controller.error(new TypeError('terminated'));
            },
          }),
          { headers: { 'Content-Type': JSON_TYPE } },
        ),
    }),
  ])();
}

/** Changes a message as a broken or hostile sender would; JSON in, JSON out. */
export function mutateValue(
  good: unknown,
  random: Random,
): { readonly value: unknown; readonly what: string } {
  const value: unknown = JSON.parse(JSON.stringify({ good }));
  const done = changePlaces(value, random);
  return { value: (value as { good?: unknown }).good, what: done };
}

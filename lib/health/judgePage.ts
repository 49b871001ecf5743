import type { Counts } from '@/lib/host/countNodes';
import { pageKind } from '@/lib/host/pageKind';
import { judgeCounts, type OwnName, ownNodes } from '@/lib/host/selectorHealth';
import type { SelectorName } from '@/lib/host/selectors';
import { FEATURE_NAMES, type FeatureName } from '@/lib/model/features';
import type { FeatureInPage, FoundAnchor } from '@/lib/model/health';

interface Anchors {
  /** On which kind of page the feature stands; both when left out. */
  readonly on: 'alerts' | 'graphs' | 'both';
  /** Without one of these nothing of it can stand in the page. */
  readonly needs: readonly SelectorName[];
  /** Without one of these a part of it is missing. */
  readonly uses: readonly SelectorName[];
  /** What it puts into the page, and one for each of which selector. */
  readonly own?: { readonly name: OwnName; readonly per: SelectorName };
}

/** What each feature looks for. */
export const FEATURE_ANCHORS: Readonly<Record<FeatureName, Anchors>> = {
  bars: {
    on: 'alerts',
    needs: ['root', 'main', 'block', 'summaryTitle', 'table'],
    uses: ['collapsedNotes', 'rowBox', 'emptyList'],
    own: { name: 'deputy-bar', per: 'table' },
  },
  cells: {
    on: 'alerts',
    needs: ['table', 'alertRow'],
    uses: ['headerRow'],
    own: { name: 'deputy-cell', per: 'alertRow' },
  },
  suggestions: { on: 'both', needs: [], uses: [] },
  keys: { on: 'alerts', needs: [], uses: ['graphLink'] },
  'own editor': { on: 'alerts', needs: ['statusMenu'], uses: ['notesEditor', 'notesSave'] },
  graphs: {
    on: 'graphs',
    needs: ['graphContainer'],
    uses: ['lockedTooltip'],
    own: { name: 'deputy-panel', per: 'graphContainer' },
  },
};

/** What a page of the site is called here; null for one on which Deputy does nothing. */
export function kindOf(url: string): 'alerts list' | 'one alert summary' | 'graphs' | null {
  const { kind } = pageKind(url);
  return kind === 'off'
    ? null
    : kind === 'list'
      ? 'alerts list'
      : kind === 'detail'
        ? 'one alert summary'
        : kind;
}

/** How the features stand in a page, by its counts. Those that have no business on this kind of page are left out. */
export function judgePage(
  kind: NonNullable<ReturnType<typeof kindOf>>,
  counts: Counts,
  off: readonly FeatureName[],
): FeatureInPage[] {
  const here = kind === 'graphs' ? 'graphs' : 'alerts';
  const health = new Map(judgeCounts(counts).map((anchor) => [anchor.name, anchor]));
  const own = ownNodes(counts);
  return FEATURE_NAMES.flatMap((feature): FeatureInPage[] => {
    const { on, needs, uses, own: nodes } = FEATURE_ANCHORS[feature];
    if (on !== 'both' && on !== here) return [];
    const found = (names: readonly SelectorName[]) => names.flatMap((name) => health.get(name) ?? []);
    const [needed, used] = [found(needs), found(uses)];
    const anchors: FoundAnchor[] = [...needed, ...used].map(({ name, found: n, expected, healthy }) => ({
      name,
      found: n,
      expected,
      healthy,
    }));
    const isOff = off.includes(feature) || (feature === 'cells' && off.includes('bars'));
    // a list that is empty has nothing for it to stand on, and is healthy
    const isGone = needed.some((a) => !a.healthy && a.found === 0);
    if (nodes) {
      const due = isOff ? 0 : (health.get(nodes.per)?.found ?? 0);
      const n = own[nodes.name];
      anchors.push({ name: nodes.name, found: n, expected: `${due} of Deputy’s own`, healthy: n === due });
    }
    const state = isOff
      ? 'switched off'
      : isGone
        ? 'off by itself'
        : anchors.every((a) => a.healthy)
          ? 'works'
          : 'part missing';
    return [{ feature, state, anchors }];
  });
}

/** What a content script answered, as counts; null when it is nothing of the kind. */
export function readCounts(answer: unknown): Counts | null {
  const isList = (value: unknown): value is unknown[] => Array.isArray(value);
  const isCounts =
    isList(answer) &&
    answer.every(
      (scope) =>
        isList(scope) &&
        scope.every((element) => isList(element) && element.every((n) => Number.isInteger(n))),
    );
  return isCounts ? (answer as Counts) : null;
}

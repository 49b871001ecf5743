// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { graphBlock } from '@/lib/host/anchors';
import { chosenPoint } from '@/lib/host/chosenPoint';
import { checkSelectors } from '@/lib/host/selectorHealth';
import { summaryId } from '@/lib/model/ids';
import { readGraphChoice } from '@/lib/treeherder/graphChoice';

const SITE = 'https://treeherder.mozilla.org/perfherder/graphs';
const HASH = 'd7849185460fa25cd7849185460fa25cd7849185';
const REVISION = '1f00e647748a1f00e647748a1f00e647748a1f00';

/** The graphs page as Perfherder renders it, with a tooltip under the pointer and maybe a locked one. */
function showGraph(locked: string | null): HTMLElement {
  const tooltip = (classes: string, revision: string) => `
    <foreignObject><div class="graph-tooltip ${classes}" data-testid="graphTooltip"><div class="body">
      <div><p data-testid="repoName">(autoland)</p><p class="small" data-testid="platform">linux64</p></div>
      <div><span><a href="https://hg.mozilla.org/x">${revision}</a> (<a href="/jobs?x">job</a>)</span></div>
    </div></div></foreignObject>`;
  document.body.innerHTML = `<div id="root"><main id="perf-main">
    <div role="region" aria-label="Graph Legend"><div>amazon</div></div>
    <div class="container-fluid">
      <div class="row">controls</div>
      <span data-testid="graphContainer"><svg>${tooltip('null', 'ffffffffffff')}${locked === null ? '' : tooltip('locked', locked)}</svg></span>
      <div class="row below"><input></div>
    </div></main></div>`;
  const graph = document.querySelector<HTMLElement>('[data-testid="graphContainer"]');
  if (!graph) throw new Error('the page has drawings');
  return graph;
}

describe('the chosen point', () => {
  beforeEach(() => void showGraph(null));
  const at = (query: string) => {
    const choice = chosenPoint(`${SITE}?${query}`, document);
    return choice && readGraphChoice(choice);
  };

  it('is that of the address', () => {
    expect(
      at('series=autoland,123,1,13&series=mozilla-beta,77,1,13&selected=123,999&timerange=604800'),
    ).toEqual({
      series: [
        { repository: 'autoland', signature: '123' },
        { repository: 'mozilla-beta', signature: '77' },
      ],
      timeRange: 604_800,
      selected: { signature: '123', point: 999 },
      tooltip: null,
      revision: null,
    });
  });

  it('is the revision that an alert’s graph is opened for', () => {
    expect(at(`series=autoland,${HASH},1,13&highlightedToRevision=${REVISION}`)).toMatchObject({
      series: [{ repository: 'autoland', signature: HASH }],
      timeRange: 1_209_600,
      revision: REVISION,
    });
  });

  it('is the one that is locked, never the one under the pointer', () => {
    showGraph('1f00e647748a');
    const said = at('series=autoland,123,1,13')?.tooltip;
    for (const part of ['(autoland)', 'linux64', '1f00e647748a']) expect(said).toContain(part);
    expect(said).not.toContain('ffffffffffff');
  });

  it.each([
    'series=autoland,123,1,13',
    'selected=123,999',
    'series=autoland,NaN,1,13&selected=123,999',
    'series=autoland,123,1,13&selected=%5B,&highlightedToRevision=<b>',
  ])('is none in %s', (query) => {
    expect(at(query)).toBeNull();
  });
});

describe('the place below the drawings', () => {
  it('is before what the page has there, whatever of ours stands between', () => {
    const graph = showGraph(null);
    graph.after(document.createElement('deputy-panel'), document.createElement('deputy-bar'));
    const block = graphBlock(graph, summaryId(-5));
    expect(block).toMatchObject({ summaryId: -5, rows: [], headerRow: null });
    expect(block?.table?.className).toBe('row below');
    expect(graphBlock(null, summaryId(-5))).toBeNull();
  });

  it('is reported when the page has a legend and no drawings', () => {
    const graph = showGraph('1f00e647748a');
    const sick = () =>
      checkSelectors(document)
        .filter((s) => !s.healthy)
        .map((s) => s.name);
    expect(sick()).not.toContain('graphContainer');
    graph.removeAttribute('data-testid');
    expect(sick()).toContain('graphContainer');
  });
});

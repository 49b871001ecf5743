import { describe, expect, it } from 'vitest';
import { pageKind } from '@/lib/host/pageKind';

const at = (path: string) => `https://treeherder.mozilla.org${path}`;

describe('which page an address shows', () => {
  it.each([
    ['/perfherder/alerts', 'list'],
    ['/perfherder/alerts/', 'list'],
    ['/Perfherder/Alerts?page=2', 'list'],
    ['/perfherder/alerts?id=', 'list'],
    ['/perfherder/alerts?id=50102&hideDwnToInv=0', 'detail'],
    ['/perfherder/graphs?series=autoland,1,1,1', 'graphs'],
    ['/perfherder/alertsummary', 'off'],
    ['/perfherder/alerts?id=abc', 'off'],
    ['/perfherder/alerts?id=0', 'off'],
    ['/perfherder', 'off'],
    ['/perfherder/infracompare', 'off'],
    ['/perfherder/compare', 'off'],
    ['/jobs?repo=autoland', 'off'],
    ['/login?code=1', 'off'],
    ['/taskcluster-auth?code=1&state=2', 'off'],
    ['/perf.html', 'off'],
    ['/', 'off'],
  ])('%s is %s', (path, kind) => {
    expect(pageKind(at(path)).kind).toBe(kind);
  });

  it('takes the last of several ids, as the page does', () => {
    expect(pageKind(at('/perfherder/alerts?id=1&id=2'))).toEqual({ kind: 'detail', summaryId: 2 });
  });
});

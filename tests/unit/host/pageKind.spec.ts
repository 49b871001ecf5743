import { describe, expect, it } from 'vitest';
import { alertListQuery, pageKind } from '@/lib/host/pageKind';

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

describe('the query that the page sends for its address', () => {
  it.each([
    ['', '?framework=1&page=1&status=0'],
    ['?hideDwnToInv=1&page=1', '?framework=1&page=1&status=0&hide_related_and_invalid=true'],
    ['?id=50102&hideDwnToInv=0', '?id=50102'],
    ['?status=5&framework=13&page=3', '?framework=13&page=3&status=5'],
    ['?status=-2&framework=-1', '?page=1'],
    ['?status=-1', '?framework=1&page=1&hide_improvements=true'],
    ['?status=10&framework=-2', '?page=1&show_sheriffed_frameworks=true&untriaged_regressions=true'],
    ['?status=11', '?framework=1&page=1&untriaged_improvements=true'],
    ['?filterText=linux%20tp5o', '?framework=1&page=1&status=0&filter_text=linux+tp5o'],
    [
      '?hideAssignedToOthers=1',
      '?framework=1&page=1&status=0&with_assignee=mozilla-ldap%2Fjdoe%40mozilla.com',
    ],
    ['?monitoredAlerts=1', '?framework=1&page=1&status=0&monitored_alerts=true'],
    ['?monitoredAlerts=0&hideDwnToInv=0&status=&framework=', '?framework=1&page=1&status=0'],
  ])('%s asks %s', (search, query) => {
    expect(alertListQuery(at(`/perfherder/alerts${search}`), 'mozilla-ldap/jdoe@mozilla.com')).toBe(query);
  });

  it('is none on other pages', () => {
    expect(alertListQuery(at('/jobs?id=5'))).toBeNull();
    expect(alertListQuery(at('/perfherder/graphs'))).toBeNull();
  });
});

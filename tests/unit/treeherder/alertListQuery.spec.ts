import { describe, expect, it } from 'vitest';
import { alertListQuery } from '@/lib/treeherder/alertListQuery';

describe('the query that the page sends for its address', () => {
  it.each([
    ['', '?framework=1&page=1&status=0'],
    ['?hideDwnToInv=1&page=1', '?framework=1&page=1&status=0&hide_related_and_invalid=true'],
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
    expect(`?${alertListQuery(search, 'mozilla-ldap/jdoe@mozilla.com')}`).toBe(query);
  });
});

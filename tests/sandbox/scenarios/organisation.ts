import type { RepositoryRecord } from '../records.ts';
import type { World } from '../world.ts';

const HG = 'https://hg.mozilla.org';

const REPOSITORIES: readonly RepositoryRecord[] = [
  {
    id: 77,
    name: 'autoland',
    url: `${HG}/integration/autoland`,
    active: true,
    alertsEnabled: true,
    isTry: false,
    level: '3',
  },
  {
    id: 6,
    name: 'mozilla-beta',
    url: `${HG}/releases/mozilla-beta`,
    active: true,
    alertsEnabled: true,
    isTry: false,
    level: '3',
  },
  {
    id: 7,
    name: 'mozilla-release',
    url: `${HG}/releases/mozilla-release`,
    active: true,
    alertsEnabled: true,
    isTry: false,
    level: '3',
  },
  // has perf jobs but no sheriffed alerts
  {
    id: 1,
    name: 'mozilla-central',
    url: `${HG}/mozilla-central`,
    active: true,
    alertsEnabled: false,
    isTry: false,
    level: '3',
  },
  // on hold: the API hides it and its summaries
  {
    id: 2,
    name: 'mozilla-inbound',
    url: `${HG}/integration/mozilla-inbound`,
    active: false,
    alertsEnabled: true,
    isTry: false,
    level: '3',
  },
  { id: 4, name: 'try', url: `${HG}/try`, active: true, alertsEnabled: false, isTry: true, level: '1' },
];

/** A performance sheriff's rights on firefox-ci (taskcluster-actions 4.1). */
const SHERIFF_SCOPES = [
  'hooks:trigger-hook:project-gecko/in-tree-action-1-generic/*',
  'hooks:trigger-hook:project-gecko/in-tree-action-3-backfill/*',
  'hooks:trigger-hook:project-gecko/in-tree-action-3-generic/*',
  'queue:cancel-task:gecko-level-3/*',
  'queue:rerun-task:gecko-level-3/*',
];

/** Puts mozilla-inbound back to work, for the days that had two integration branches. */
export function wakeInbound(world: World): RepositoryRecord {
  const awake = { ...world.repository('mozilla-inbound'), active: true };
  world.repositories.set(awake.name, awake);
  return awake;
}

/** The people and repositories that every scenario has. */
export function addOrganisation(world: World): void {
  for (const repository of REPOSITORIES) world.repositories.set(repository.name, repository);
  const person = (name: string, fullName: string, isStaff: boolean, local = name) => ({
    name,
    username: `mozilla-ldap/${local}@mozilla.com`,
    email: `${local}@mozilla.com`,
    fullName,
    isStaff,
    scopes: isStaff ? SHERIFF_SCOPES : ['hooks:trigger-hook:project-gecko/in-tree-action-1-generic/*'],
  });
  world.users.push(
    person('sheriff', 'Sam Sheriff', true),
    person('second', 'Sasha Second', true),
    person('cbrown', 'Casey Brown', true),
    person('viewer', 'Vic Viewer', false),
    // as assignees these two take the page's block down (perfherder-ui 8)
    person('dotted', 'Dee Dotted', true, 'dee.dotted'),
    person('dashed', 'Dan Dashed', true, 'dan-dashed'),
  );
}

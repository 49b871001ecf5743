import { TASKCLUSTER_ROOT } from '../hosts.ts';
import type { World } from '../world.ts';
import { FRAMEWORK_NAMES } from './alertWrites.ts';

/** Treeherder's tags have the ids 1 to 8 in this order (treeherder-api 1.10). */
export const TAGS: readonly string[] = [
  'harness',
  'regression-backedout',
  'infra',
  'regression-fix',
  'improvement',
  'improvement-backedout',
  'early-beta-or-earlier',
  'bisection',
];

export const OPT_COLLECTION = 'f69e1b00908837bf0550250abb1645014317e8ec';
const PGO_COLLECTION = '9ec1e7b5c5c4c5f0c2b4a5a1a7b5c4d3e2f1a0b9';

const BUG_TEMPLATE_TEXT =
  'Perfherder has detected a {{ framework }} performance regression from push [{{ revision }}]({{ revisionHref }}).\n\n' +
  '{{ alertSummary }}\n\nDetails of the alert can be found in the [alert summary]({{ alertHref }}).';

export const reference = {
  frameworks: () => Object.entries(FRAMEWORK_NAMES).map(([id, name]) => ({ id: Number(id), name })),

  tags: () => TAGS.map((name, i) => ({ id: i + 1, name })),

  issueTrackers: () => [
    { id: 1, text: 'Bugzilla', issue_tracker_url: 'https://bugzilla.mozilla.org/show_bug.cgi?id=' },
    { id: 2, text: 'Github - Servo', issue_tracker_url: 'https://github.com/servo/servo/issues/' },
  ],

  bugTemplate: (framework: number) =>
    [1, 2, 4, 5, 6, 11, 12, 13, 15].includes(framework)
      ? [
          {
            framework,
            keywords: 'perf, perf-alert, regression',
            status_whiteboard: '',
            default_component: framework === 12 ? 'General' : 'Performance',
            default_product: framework === 12 ? 'DevTools' : 'Testing',
            cc_list: '',
            text: BUG_TEMPLATE_TEXT,
            critical_text: `${BUG_TEMPLATE_TEXT}\n\n{{ criticalTests }}`,
            no_action_required_text: BUG_TEMPLATE_TEXT,
          },
        ]
      : [],

  optionCollections: () => [
    { option_collection_hash: OPT_COLLECTION, options: [{ name: 'opt' }] },
    { option_collection_hash: PGO_COLLECTION, options: [{ name: 'pgo' }] },
  ],

  failureClassifications: () => [
    { id: 1, name: 'not classified' },
    { id: 2, name: 'fixed by commit' },
    { id: 4, name: 'intermittent' },
    { id: 5, name: 'infra' },
  ],

  repositories: (world: World) =>
    [...world.repositories.values()]
      .filter((r) => r.active)
      .map((r) => ({
        id: r.id,
        repository_group: { name: r.isTry ? 'try' : 'development', description: '' },
        name: r.name,
        dvcs_type: 'hg',
        url: r.url,
        codebase: 'gecko',
        description: '',
        active_status: 'active',
        life_cycle_order: null,
        performance_alerts_enabled: r.alertsEnabled,
        expire_performance_data: r.isTry,
        is_try_repo: r.isTry,
        tc_root_url: TASKCLUSTER_ROOT,
        accepts_pull_requests: false,
      })),

  machinePlatforms: (world: World) =>
    [...new Set([...world.labels.values()].map((l) => l.platform))].map((platform, i) => ({
      id: i + 1,
      platform,
    })),
};

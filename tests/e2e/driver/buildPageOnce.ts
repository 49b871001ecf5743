import { buildPage } from '../../sandbox/page/build.ts';

/** Builds the sandbox's page before the workers start, so that no two of them do. */
export default async function buildPageOnce(): Promise<void> {
  await buildPage();
}

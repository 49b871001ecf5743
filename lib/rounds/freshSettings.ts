import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import type { Settings } from '@/lib/settings/settings';

/**
 * The settings as they are stored now: another tab or the options page may have changed them since this one was opened.
 * Without an answer those that the tab began with.
 */
export async function freshSettings(deps: {
  readonly call: CallBackground;
  readonly settings: Settings;
}): Promise<Settings> {
  try {
    // made by the background from what is stored, with its schema
    return fromMessage<Settings>(await deps.call('content-bg settings', {}));
  } catch {
    return deps.settings;
  }
}

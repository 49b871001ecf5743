import type { FeatureName } from './features';
import type { Instant } from './ids';

/** One thing that was looked for in a page. */
export interface FoundAnchor {
  /** Its name in the selector registry, or what of ours should stand there. */
  readonly name: string;
  readonly found: number;
  /** How many are due, in words. */
  readonly expected: string;
  readonly healthy: boolean;
}

/** How a feature stands in one page. */
export interface FeatureInPage {
  readonly feature: FeatureName;
  /** 'off by itself': what it holds on to is gone, and nothing of it is in the page. */
  readonly state: 'works' | 'part missing' | 'off by itself' | 'switched off';
  readonly anchors: readonly FoundAnchor[];
}

/** One open page of the site. */
export interface PageHealth {
  readonly tabId: number;
  /** 'alerts list'; no ids and no query, so that it can stand in a report. */
  readonly kind: string;
  /** Null when no Deputy answers there: it was opened before Deputy came, or is still loading. */
  readonly features: readonly FeatureInPage[] | null;
}

/** What the background has seen of a feature's answers. */
export interface FeatureAnswers {
  readonly feature: FeatureName;
  /** The last good answer since the background started; null when there was none. */
  readonly answeredAt: Instant | null;
  readonly lastError: { readonly at: Instant; readonly words: string } | null;
}

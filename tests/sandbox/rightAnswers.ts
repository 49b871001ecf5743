/** What somebody who knows the whole day would say of one alert; numbers are summary ids. */
export type AlertAnswer =
  /**
   * Comes from that summary of the paired branch. `obvious`: its revision lies in the push range; in a window of weeks the
   * levels say it. `likely`: by the rule, but not shown; `contradicted`: what can be looked at speaks against it.
   */
  | {
      readonly kind: 'downstream';
      readonly tier: 'obvious' | 'likely';
      readonly of: number;
      readonly contradicted: boolean;
    }
  /** Only a hint: the same test on another platform, or the other alerts of the summary point there. */
  | { readonly kind: 'possible'; readonly of: number }
  /** Nothing on the paired branch, which has data: its own. */
  | { readonly kind: 'no match within the window' }
  | { readonly kind: 'no data there: cannot tell' }
  /** `named`: its push range says that it backs out what the earlier one brought. */
  | { readonly kind: 'backout'; readonly of: number; readonly named: boolean }
  | { readonly kind: 'reland'; readonly of: number }
  /** Its own, and nobody has an earlier alert for it. */
  | { readonly kind: 'own' };

/** The right answer to one summary of a scenario. */
export interface RightAnswer {
  /** The summary's name in its scenario, for specs. */
  readonly name: string;
  readonly about: string;
  readonly summary: number;
  /** By alert id; as of now, for a candidate may still be to come. */
  readonly alerts: ReadonlyMap<number, AlertAnswer>;
  /** A push of the summary's range that was backed out since, and the push that did it. */
  readonly backedOut?: { readonly push: number; readonly by: number };
  /** Another summary that shares its cause (same repository, same suite, ranges that touch). */
  readonly sameCause?: number;
}

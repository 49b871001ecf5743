/** The query of the alerts page: checked, normalised, and read as filters. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { statusFilters } from './enums';
import { parseQuery, printQuery, useRouter } from './router';
import type { Filters, Named } from './types';

export type QueryParams = Record<string, string | number | boolean>;
export type UpdateParams = (params: QueryParams) => void;

interface UrlParams {
  /** The first check is over. */
  isReady: boolean;
  errors: string[];
  /** Puts values into the query, which adds an entry to the history. */
  updateParams: UpdateParams;
}

function problemsOf(params: Record<string, string>): string[] {
  const numbers = [...statusFilters.values()];
  return Object.entries(params)
    .filter(
      ([name, value]) =>
        value === 'undefined' ||
        // An unknown number is let through here and ends in a blank page, as on the site.
        (name === 'status' &&
          value !== '' &&
          !numbers.includes(Number.parseInt(value, 10)) &&
          Number.isNaN(Number(value))),
    )
    .map(([name, value]) => `${name} ${value} is not valid`);
}

/**
 * Checks the query whenever it changes and then navigates to its normalised spelling. The site does that with a push
 * and not a replacement, so every change leaves two entries in the history, and a load leaves one more.
 */
export function useUrlParams(): UrlParams {
  const { location, navigate } = useRouter();
  const [isReady, setReady] = useState(false);
  const [errors, setErrors] = useState<string[]>([]);

  const updateParams = useCallback(
    (params: QueryParams) => navigate({ search: printQuery({ ...parseQuery(location.search), ...params }) }),
    [location.search, navigate],
  );
  const latestUpdate = useRef(updateParams);
  latestUpdate.current = updateParams;

  useEffect(() => {
    const params = parseQuery(location.search);
    const problems = problemsOf(params);
    if (problems.length > 0) {
      setErrors(problems);
      return;
    }
    setReady(true);
    latestUpdate.current(params);
  }, [location.search]);

  return { isReady, errors, updateParams };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && Boolean(Number.parseInt(value, 10));
}

/**
 * The filters that a query stands for.
 *
 * @throws for a status number that the page does not know.
 */
export function filtersOf(params: Record<string, string>, frameworks: readonly Named[]): Filters {
  const number = params.status === undefined ? 0 : Number.parseInt(params.status, 10) || 0;
  const status = [...statusFilters].find(([, value]) => value === number)?.[0];
  if (status === undefined) throw new Error(`Unknown status ${number}`);
  const wanted = params.framework === undefined || params.framework === '' ? 1 : Number(params.framework);
  // An unknown framework leaves the filters without one: the controls crash on it, as on the site.
  const framework = frameworks.find(({ id }) => id === wanted) as Named;
  return {
    status,
    framework,
    filterText: params.filterText ?? '',
    hideDownstream: isOn(params.hideDwnToInv),
    hideAssignedToOthers: isOn(params.hideAssignedToOthers),
    monitoredAlerts: isOn(params.monitoredAlerts),
  };
}

/** How changed filters are spelled in the query; any change goes back to page 1. */
export function paramsOf(changes: Partial<Filters>): QueryParams {
  const params: QueryParams = { page: 1 };
  if (changes.framework !== undefined) params.framework = changes.framework.id;
  if (changes.status !== undefined) params.status = statusFilters.get(changes.status) ?? 0;
  if (changes.filterText !== undefined) params.filterText = changes.filterText;
  if (changes.hideDownstream !== undefined) params.hideDwnToInv = Number(changes.hideDownstream);
  if (changes.hideAssignedToOthers !== undefined) {
    params.hideAssignedToOthers = Number(changes.hideAssignedToOthers);
  }
  return params;
}

/** The query that the page sends to the API for a list. */
export function apiQuery(filters: Filters, page: number, username: string): string {
  const params: QueryParams = {};
  if (filters.framework.id === -2) params.show_sheriffed_frameworks = true;
  else if (filters.framework.id !== -1) params.framework = filters.framework.id;
  params.page = page;
  const status = statusFilters.get(filters.status) ?? 0;
  if (status >= 0 && status < 10) params.status = status;
  if (filters.filterText !== '') params.filter_text = filters.filterText;
  if (status === -1) params.hide_improvements = true;
  if (status === 10) params.untriaged_regressions = true;
  if (status === 11) params.untriaged_improvements = true;
  if (filters.hideDownstream) params.hide_related_and_invalid = true;
  if (filters.hideAssignedToOthers) params.with_assignee = username;
  if (filters.monitoredAlerts) params.monitored_alerts = true;
  return printQuery(params);
}

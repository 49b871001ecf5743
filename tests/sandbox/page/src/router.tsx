/**
 * A router that leaves the same traces as the site's: `history.state` is `{usr, key, idx}`, the location follows
 * `popstate` (also a synthetic one), updates are transitions, and a link to where one already is replaces the entry.
 */
import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';

export interface PageLocation {
  pathname: string;
  search: string;
  hash: string;
}

export type Target = string | { search: string };

interface Router {
  location: PageLocation;
  navigate: (to: Target, options?: { replace?: boolean }) => void;
}

const RouterContext = createContext<Router | null>(null);

function readLocation(): PageLocation {
  const { pathname, search, hash } = window.location;
  return { pathname, search, hash };
}

/** Place of the current entry in the session's history; null when somebody else wrote `history.state`. */
function entryIndex(): number | null {
  const index: unknown = window.history.state?.idx;
  return typeof index === 'number' ? index : null;
}

function newKey(): string {
  return Math.random().toString(36).slice(2, 10);
}

export function RouterProvider({ children }: { children: ReactNode }) {
  const [location, setLocation] = useState(readLocation);

  useLayoutEffect(() => {
    if (entryIndex() === null) window.history.replaceState({ ...window.history.state, idx: 0 }, '');
    const follow = () => startTransition(() => setLocation(readLocation()));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const navigate = useCallback(
    (to: Target, options: { replace?: boolean } = {}) => {
      const target = typeof to === 'string' ? to : `${location.pathname}${to.search}`;
      const url = new URL(target, window.location.origin);
      if (options.replace === true) {
        window.history.replaceState({ usr: null, key: newKey(), idx: entryIndex() }, '', url);
      } else {
        window.history.pushState({ usr: null, key: newKey(), idx: (entryIndex() ?? 0) + 1 }, '', url);
      }
      startTransition(() => setLocation(readLocation()));
    },
    [location.pathname],
  );

  const router = useMemo(() => ({ location, navigate }), [location, navigate]);
  return <RouterContext.Provider value={router}>{children}</RouterContext.Provider>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === null) throw new Error('No router around this component');
  return router;
}

/** Replaces the current entry by another address as soon as it is rendered. */
export function Redirect({ to }: { to: string }) {
  const { navigate } = useRouter();
  useEffect(() => navigate(to, { replace: true }), [navigate, to]);
  return null;
}

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
}

/** An anchor that changes page without a load; modified clicks and other targets are left to the browser. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { location, navigate } = useRouter();
  const follow = (event: MouseEvent) => {
    const elsewhere = rest.target !== undefined && rest.target !== '_self';
    const modified = event.metaKey || event.altKey || event.ctrlKey || event.shiftKey;
    if (event.defaultPrevented || event.button !== 0 || elsewhere || modified) return;
    event.preventDefault();
    navigate(to, { replace: `${location.pathname}${location.search}${location.hash}` === to });
  };
  return (
    <a {...rest} href={to} onClick={follow}>
      {children}
    </a>
  );
}

/** The query of an address as an object; of a repeated name the last value counts. */
export function parseQuery(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The query as the site spells it. */
export function printQuery(params: Record<string, string | number | boolean>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) query.set(name, String(value));
  return `?${query}`;
}

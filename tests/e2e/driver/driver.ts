import { launchChromium } from './chromium.ts';
import type { StoredItems } from './extensionStorage.ts';
import { launchFirefox } from './firefox.ts';
import type { Tab } from './tab.ts';

export type BrowserKind = 'chromium' | 'firefox';

export interface LaunchOptions {
  /** Folder of the built extension; without one the browser has none. */
  extension?: string;
  /** The browser's program. */
  executable: string;
  /** Local port of the sandbox, which answers for all stand-in hosts. */
  port: number;
  /** Without a window; the default. */
  headless?: boolean;
  /** The time that pages are told, milliseconds since 1970: it stands still. Chromium only; for pictures. */
  fixedTime?: number;
  /**
   * As if the person had allowed the extension's optional permissions. Chromium asks in a window that no driver can press, so it gets
   * a copy of the build that has them; Firefox does not ask in a driven profile.
   */
  allowed?: boolean;
}

/** One browser with a fresh profile and the extension in it: one sheriff at one machine. */
export interface Session {
  readonly kind: BrowserKind;
  /** Opens one more tab. */
  newTab(): Promise<Tab>;
  /** The tabs open now, those that pages and the extension opened included. */
  tabs(): Promise<Tab[]>;
  /** Waits for a tab whose address fits, such as a login window. */
  waitForTab(url: RegExp): Promise<Tab>;
  /** Opens a page of the extension itself, such as `popup.html`, in a new tab. */
  extensionTab(path: string): Promise<Tab>;
  /**
   * Puts the extension in the place of itself while pages are open, as an update does. Chromium does not take one of its command
   * line up again: new pages of that browser are without.
   */
  updateExtension(): Promise<void>;
  /** Makes it a fresh profile again: no tabs, cookies, page storage, alarms, and of extension storage only `kept`. */
  reset(kept?: StoredItems): Promise<void>;
  /** Presses the notification of that id, as a person would. Null in Firefox, whose driver does not reach them. */
  readonly pressNotice: ((id: string) => Promise<void>) | null;
  /** Resolves when the person closes the browser, or `close` did. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Starts a browser with the extension installed and the stand-in hosts mapped to the sandbox; nothing else can be reached. */
export function launch(kind: BrowserKind, options: LaunchOptions): Promise<Session> {
  return kind === 'firefox' ? launchFirefox(options) : launchChromium(options);
}

/** The size of a headless tab in CSS pixels; Perfherder is at most 1250 wide. */
export const VIEWPORT = { width: 1400, height: 1000 };

/** What a browser library must offer for one tab; everything else of the driver is written once on top of it. */
export interface PagePort {
  /** Loads an address and waits until its document is parsed and its scripts have run. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The browser's Back, from a document to the one before. */
  back(): Promise<void>;
  url(): string;
  /** Evaluates JavaScript in the page's own world, waits for a promise, and gives the value back. */
  evaluate(expression: string): Promise<unknown>;
  mouseMove(x: number, y: number): Promise<void>;
  /** A trusted click with the left button, in CSS pixels of the viewport. */
  mouseClick(x: number, y: number): Promise<void>;
  /** A trusted key or combination, such as `Enter` or `Control+a`. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  screenshot(options: ScreenshotOptions): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  front(): Promise<void>;
  close(): Promise<void>;
  isClosed(): boolean;
  /** Uncaught exceptions and console errors so far. */
  problems(): readonly string[];
}

export interface ScreenshotOptions {
  path: string;
  /** The whole page instead of what is in view. */
  fullPage?: boolean;
}

/** One appointment on the virtual clock. */
interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export interface ClockOptions {
  /** Milliseconds since 1970; the real time when left out. */
  readonly start?: number;
  /** True: time also goes by by itself, as a browser expects. False (the default): only `advance` moves it. */
  readonly ticking?: boolean;
}

/**
 * The sandbox's one clock. It starts at the real time and only moves forward, and everything that happens by itself
 * (tasks that run, data that arrives) is an appointment on it.
 */
export class Clock {
  readonly #ticking: boolean;
  #base: number;
  #realBase = Date.now();
  /** Set while an appointment runs, so that it sees its own time and not that of the jump's end. */
  #during: number | null = null;
  #appointments: Appointment[] = [];
  #order = 0;

  constructor(options: ClockOptions = {}) {
    this.#base = options.start ?? Date.now();
    this.#ticking = options.ticking ?? false;
  }

  /** Milliseconds since 1970. */
  now(): number {
    if (this.#during !== null) return this.#during;
    return this.#ticking ? this.#base + Math.max(0, Date.now() - this.#realBase) : this.#base;
  }

  /** Whole seconds since 1970. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves forward and keeps every appointment on the way, in order of time. */
  advance(seconds: number): void {
    if (!(seconds >= 0)) throw new RangeError('The virtual clock only moves forward.');
    const target = this.now() + seconds * 1000;
    this.#realBase = Date.now();
    this.#keepAppointments(target);
    this.#base = target;
  }

  /** Keeps the appointments that are due by now. Called before each request. */
  settle(): void {
    if (this.#during === null) this.#keepAppointments(this.now());
  }

  /** Moves to the next appointment and keeps it. False when there is none. */
  step(): boolean {
    const next = this.#appointments[0];
    if (!next) return false;
    this.advance(Math.max(0, next.at - this.now()) / 1000);
    return true;
  }

  after(seconds: number, run: () => void): void {
    this.at(this.now() + seconds * 1000, run);
  }

  at(milliseconds: number, run: () => void): void {
    const appointment = { at: milliseconds, order: this.#order++, run };
    let low = 0;
    let high = this.#appointments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#appointments[middle];
      if (other && other.at <= milliseconds) low = middle + 1;
      else high = middle;
    }
    this.#appointments.splice(low, 0, appointment);
  }

  /** Forgets what was to come; for a new world on the same clock. */
  clearAppointments(): void {
    this.#appointments = [];
  }

  #keepAppointments(until: number): void {
    for (;;) {
      const next = this.#appointments[0];
      if (!next || next.at > until) return;
      this.#appointments.shift();
      this.#during = Math.max(next.at, this.#base);
      try {
        next.run();
      } finally {
        this.#during = null;
      }
    }
  }
}

/** Treeherder's way to write a time: ISO without a zone, meant as UTC, microseconds only when there are any. */
export function naiveIso(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  const whole = Math.floor(micros / 1_000_000);
  const fraction = micros - whole * 1_000_000;
  const text = new Date(whole * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}

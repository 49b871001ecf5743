import type { Instant } from './ids';

/** '1 job', '14 jobs'. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** 'hh:mm UTC' on the same UTC day as `now`, else with the day in front: '25 Nov 04:10 UTC'. */
export function timeInWords(at: Instant, now: Instant): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = `${then.toISOString().slice(11, 16)} UTC`;
  if (then.toISOString().slice(0, 10) === today.toISOString().slice(0, 10)) return time;
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${then.getUTCDate()} ${month[then.getUTCMonth()]} ${time}`;
}

/** 'just now', '3 min ago', '5 h ago', '3 days ago'. */
export function ageInWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

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

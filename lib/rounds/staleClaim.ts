export { isStaleClaim, staleBefore } from '@/lib/triage/staleClaim';

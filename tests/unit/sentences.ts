import { knowSentences } from '@/lib/model/say';
import { SENTENCES } from '@/lib/model/sentences';

/* The page gets its sentences by message before anything speaks; specs have them from the start. */
knowSentences(SENTENCES);

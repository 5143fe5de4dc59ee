import type { TimelineInvocations } from '../../../shared/ipc/timeline-contract.ts';
import { EVENT_BYTES_MAX } from '../../../shared/limits.ts';
import { formatBytes, formatCount } from '../../components/number-format.ts';

/** What became of copying one entry in full; `done` says that it was copied. */
export function toEntryCopyNotice(
  answer: TimelineInvocations['timeline:copy']['output'],
  done: string,
): string {
  if (answer.ok) {
    return answer.value.isCut
      ? `Copied the first ${formatBytes(EVENT_BYTES_MAX)}. No more is kept of one event.`
      : done;
  }
  return answer.error.kind === 'too-long-to-copy'
    ? `Not copied: it has more than ${formatCount(answer.error.limit)} characters. Export has no such limit.`
    : 'Nothing could be copied.';
}

import type { Run } from '../../../shared/model/run.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatBytes, formatPlural } from '../../components/number-format.ts';
import { formatDuration } from '../../components/time-format.ts';

/** What came of an exchange, such as `200` or `refused`. */
export function toOutcomeText({ state, status }: Run): string {
  const code = status === null ? '' : `${status}`;
  switch (state.kind) {
    case 'live':
      return code === '' ? 'connecting' : `${code}, live`;
    case 'ended':
      return code === '' ? 'ended' : code;
    case 'stopped':
      return code === '' ? 'stopped' : `${code}, stopped`;
    case 'rule':
      return code === '' ? `ended: ${state.rule}` : `${code}, ended: ${state.rule}`;
    case 'failed':
      return `${code === '' ? '' : `${code}, `}failed: ${state.error.replaceAll('-', ' ')}`;
    case 'interrupted':
      return code === '' ? 'interrupted' : `${code}, interrupted`;
    default:
      return assertNever(state);
  }
}

/** How much came, and how long it took; empty while it is not known. */
export function toExtentText({ sizeBytes, durationMs, events }: Run): string {
  const parts = [
    events === null || events === 0 ? '' : formatPlural(events, 'event'),
    sizeBytes === null ? '' : formatBytes(sizeBytes),
    durationMs === null ? '' : formatDuration(durationMs),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Where a request was sent from; empty: from a tab that was never saved. */
export function toSourceText({ name, environment }: Run): string {
  if (name === '') return environment ?? '';
  return environment === null ? name : `${name} · ${environment}`;
}

import type { TimelineInvocations } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';

const exchangeId = 'x-00000000' as ExchangeId;

/** One valid input of each invocation about queries, marks, the axis and export. */
export const TIMELINE_INPUTS: {
  readonly [C in keyof TimelineInvocations]: TimelineInvocations[C]['input'];
} = {
  'query:set': { exchangeId, text: 'type:delta', matchesCase: false },
  'query:page': { exchangeId, queryId: 1, fromRow: 0, toRow: 1 },
  'query:find-row': { exchangeId, queryId: 1, seq: 0 },
  'timeline:find': { exchangeId, target: { kind: 'id', id: '42', afterSeq: null } },
  'query:find-ranges': { patterns: [{ source: 'a+', flags: 'i' }], texts: ['Aab'] },
  'timeline:cells': { exchangeId, seqs: [0], paths: ['$.a'] },
  'timeline:previous-of-type': { exchangeId, seq: 1 },
  'timeline:stats': { exchangeId },
  'timeline:axis': { exchangeId, span: { fromMs: 0, toMs: 10 }, bins: 10, queryId: null },
  'timeline:copy': { exchangeId, queryId: null, fromRow: 0, toRow: 1, format: 'data' },
  'mark:list': { exchangeId },
  'mark:set': { exchangeId, seq: 0, note: 'here' },
  'mark:remove': { exchangeId, seq: 0 },
  'export:start': {
    exchangeId,
    queryId: null,
    format: 'csv',
    columns: [{ kind: 'field', field: 'data' }],
  },
  'export:cancel': { exportId: 1 },
  'spools:usage': null,
  'spools:clean': null,
};

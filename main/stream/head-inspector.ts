import type { ContentShape, ResponseHead } from '../../shared/model/exchange.ts';
import { getFieldValue, getFieldValues } from '../../shared/model/header-field.ts';
import { parseMediaType } from '../../shared/model/media-type.ts';
import type { ProblemKind } from '../../shared/model/timeline.ts';

/** Something about a response head that a browser would refuse, or that breaks streams on their way. */
export interface HeadProblem {
  readonly problem: ProblemKind;
  /** The field value or status that it is about. */
  readonly detail: string;
}

/**
 * Looks at the head of a response that is read as an event stream. Other shapes have no browser
 * that would judge them, and give nothing.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
 */
export function inspectHead(
  head: Pick<ResponseHead, 'status' | 'headers'>,
  shape: ContentShape,
): readonly HeadProblem[] {
  if (shape !== 'event-stream') return [];
  const problems: HeadProblem[] = [];
  if (head.status !== 200) problems.push({ problem: 'status', detail: String(head.status) });
  const contentType = getFieldValue(head.headers, 'content-type');
  const mediaType = contentType === null ? null : parseMediaType(contentType);
  if (mediaType?.essence !== 'text/event-stream') {
    problems.push({ problem: 'media-type', detail: contentType ?? '' });
  }
  const charset = mediaType?.parameters.get('charset');
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    problems.push({ problem: 'charset', detail: charset });
  }
  const length = getFieldValue(head.headers, 'content-length');
  if (length !== null) problems.push({ problem: 'content-length', detail: length });
  const cacheControl = getFieldValues(head.headers, 'cache-control').join(', ');
  if (!/\bno-(cache|store)\b/i.test(cacheControl)) {
    problems.push({ problem: 'cacheable', detail: cacheControl });
  }
  return problems;
}

/**
 * Signs in a response head of something that may hold events back: a content coding, a proxy, a
 * server that buffers. In order of suspicion; empty if nothing points anywhere.
 */
export function findBufferingSigns(
  head: Pick<ResponseHead, 'headers' | 'httpVersion'>,
): readonly string[] {
  const signs: string[] = [];
  for (const name of ['Content-Encoding', 'X-Accel-Buffering', 'Via', 'X-Cache', 'Server']) {
    const value = getFieldValues(head.headers, name).join(', ');
    if (value === '' || (name === 'X-Accel-Buffering' && /^no$/i.test(value))) continue;
    if (name === 'Server' && !/nginx|cloudflare|varnish|apache/i.test(value)) continue;
    signs.push(`${name}: ${value}`);
  }
  if (head.httpVersion === 'HTTP/1.0') signs.push('HTTP/1.0');
  return signs;
}

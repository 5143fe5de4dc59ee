import type { ExchangeSummary } from '../../shared/ipc/contract.ts';
import type { ExportFormat } from '../../shared/ipc/timeline-contract.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import { parseMediaType } from '../../shared/model/media-type.ts';

const NAME_CHARS_MAX = 80;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'application/x-ndjson': 'ndjson',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/webp': 'webp',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/event-stream': 'txt',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/xml': 'xml',
};

/**
 * A file name for the body of an exchange: the last segment of its URL, and an extension by its
 * media type. Letters, digits, `.`, `_` and `-` only: what a server sends never becomes a path.
 */
export function toBodyFileName(summary: Pick<ExchangeSummary, 'sent' | 'responses'>): string {
  const stem = toStem(summary.sent.at(-1)?.url ?? '');
  const contentType = getFieldValue(summary.responses.at(-1)?.headers ?? [], 'content-type');
  const extension = toExtension(contentType);
  return stem.toLowerCase().endsWith(`.${extension}`) ? stem : `${stem}.${extension}`;
}

const EXPORT_EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  'event-stream': 'txt',
  'json-lines': 'jsonl',
  csv: 'csv',
};

/** A file name for exported entries, made in the same way. */
export function toExportFileName(
  summary: Pick<ExchangeSummary, 'sent'>,
  format: ExportFormat,
): string {
  return `${toStem(summary.sent.at(-1)?.url ?? '', 'stream')}.${EXPORT_EXTENSIONS[format]}`;
}

function toStem(url: string, fallback = 'body'): string {
  if (!URL.canParse(url)) return fallback;
  const segment = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '';
  const name = segment
    .replace(/%[0-9a-f]{2}/gi, '-')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, NAME_CHARS_MAX);
  return name === '' ? fallback : name;
}

function toExtension(contentType: string | null): string {
  const essence = contentType === null ? undefined : parseMediaType(contentType)?.essence;
  if (essence === undefined) return 'bin';
  const known = EXTENSIONS[essence];
  if (known !== undefined) return known;
  if (essence.endsWith('+json')) return 'json';
  if (essence.endsWith('+xml')) return 'xml';
  return essence.startsWith('text/') ? 'txt' : 'bin';
}

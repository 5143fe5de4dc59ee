import type { Text } from '@codemirror/state';
import { useEffect, useMemo, useState } from 'react';
import { reindentJson } from '../../../shared/json/reindent-json.ts';
import type { JsonProblem } from '../../../shared/json/json-scan.ts';
import type { BodyKind } from './body-kind.ts';
import { toDocument, toJsonDocument } from './large-text.ts';

/** How the body is shown. */
export type BodyMode = 'pretty' | 'raw' | 'hex';

/** Characters up to which a text is prepared at once; above it, in steps. */
const AT_ONCE_CHARS_MAX = 512 * 1024;

/** The text of a body, ready to be shown. */
export interface BodyText {
  /** Null while a large text is being prepared. */
  readonly shown: string | Text | null;
  /** The mode that is shown: Raw where Pretty cannot be. */
  readonly mode: BodyMode;
  /** How much of a large text is prepared, from 0 to 1. */
  readonly share: number;
  /** Why it is not JSON although it should be. */
  readonly problem: JsonProblem | null;
}

/** A large text that is being prepared, or is ready. */
interface LargeText {
  readonly raw: string;
  readonly wantedMode: BodyMode;
  readonly share: number;
  /** Null while it is being prepared. */
  readonly ready: { readonly mode: BodyMode; readonly document: Text } | null;
}

/** Decodes and, for complete JSON, lays out. */
export function useText(
  body: {
    readonly bytes: Uint8Array;
    readonly isComplete: boolean;
    /** Bytes that are still to be read although the response is over. */
    readonly missingBytes: number;
  },
  charset: string,
  kind: BodyKind,
  wantedMode: BodyMode,
): BodyText {
  const { bytes, isComplete } = body;
  // The rest of a large body is on its way: preparing parts of it would be for nothing.
  const isAwaited = body.missingBytes > AT_ONCE_CHARS_MAX;
  const isText = kind !== 'binary' && wantedMode !== 'hex' && !isAwaited;
  const raw = useMemo(
    () => (isText ? new TextDecoder(charset).decode(bytes) : ''),
    [bytes, charset, isText],
  );
  const isLarge = isComplete && raw.length > AT_ONCE_CHARS_MAX;
  const layout = useMemo(
    () => (kind === 'json' && isComplete && !isLarge && raw !== '' ? reindentJson(raw) : null),
    [raw, kind, isComplete, isLarge],
  );
  const large = useLargeText(isLarge && wantedMode !== 'hex' ? raw : null, wantedMode);

  if (wantedMode === 'hex') return { shown: '', mode: 'hex', share: 1, problem: null };
  if (isAwaited) return { shown: null, mode: wantedMode, share: 0, problem: null };
  if (isLarge) {
    const { ready, share } = large;
    return ready === null
      ? { shown: null, mode: wantedMode, share, problem: null }
      : { shown: ready.document, mode: ready.mode, share: 1, problem: null };
  }
  const problem = layout === null || layout.ok ? null : layout.problem;
  return wantedMode === 'pretty' && layout?.ok === true
    ? { shown: layout.text, mode: 'pretty', share: 1, problem }
    : { shown: raw, mode: 'raw', share: 1, problem };
}

/** Prepares a large text in steps; a newer wish ends the older one. */
function useLargeText(
  raw: string | null,
  wantedMode: BodyMode,
): Pick<LargeText, 'ready' | 'share'> {
  const [large, setLarge] = useState<LargeText | null>(null);

  useEffect(() => {
    if (raw === null) return;
    let isStopped = false;
    const put = (part: Pick<LargeText, 'ready' | 'share'>): boolean => {
      if (!isStopped) setLarge({ raw, wantedMode, ...part });
      return isStopped;
    };
    const onStep = (share: number): boolean => put({ share, ready: null });
    const prepare = async (): Promise<void> => {
      const pretty = wantedMode === 'pretty' ? await toJsonDocument(raw, onStep) : null;
      const document = pretty ?? (await toDocument(raw, onStep));
      if (document === null) return;
      put({ share: 1, ready: { mode: pretty === null ? 'raw' : 'pretty', document } });
    };
    void prepare();
    return () => {
      isStopped = true;
    };
  }, [raw, wantedMode]);

  const isCurrent = large?.raw === raw && large.wantedMode === wantedMode;
  return isCurrent ? large : { ready: null, share: 0 };
}

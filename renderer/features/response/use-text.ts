import type { Text } from '@codemirror/state';
import { useEffect, useMemo, useState } from 'react';
import type { JsonProblem } from '../../../shared/json/json-scan.ts';
import { reindentJson } from '../../../shared/json/reindent-json.ts';
import type { BodyKind, BodyMode } from './body-kind.ts';
import type { JsonTree } from './json-tree/json-tree.ts';
import { useJsonTree } from './json-tree/use-json-tree.ts';
import { useDecoded } from './use-decoded.ts';

/** Bytes up to which a text is prepared at once; above it, in steps. */
const AT_ONCE_BYTES_MAX = 512 * 1024;

/** What of a body is shown. */
export type BodyView =
  /** `share`: how much of a large text is prepared, from 0 to 1. */
  | { readonly kind: 'preparing'; readonly share: number }
  | { readonly kind: 'text'; readonly text: string | Text }
  | { readonly kind: 'tree'; readonly tree: JsonTree }
  /** Hex, picture and page are made of the bytes, not of the text. */
  | { readonly kind: 'bytes' };

/** The text of a body, ready to be shown. */
export interface BodyText {
  readonly view: BodyView;
  /** The mode that is shown: Raw where Pretty or Tree cannot be. */
  readonly mode: BodyMode;
  /** Why it is not JSON although it should be. */
  readonly problem: JsonProblem | null;
  /** The text as it came, for texts that are prepared at once; else null. */
  readonly raw: string | null;
}

/** A large text that is being prepared, or is ready. */
interface LargeText {
  readonly raw: string;
  readonly wantedMode: BodyMode;
  readonly share: number;
  /** Null while it is being prepared. */
  readonly ready: { readonly mode: BodyMode; readonly document: Text } | null;
}

/** Decodes and, for complete JSON, lays out or reads as a tree. */
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
  const isText = wantedMode === 'pretty' || wantedMode === 'tree' || wantedMode === 'raw';
  // The rest of a large body is on its way: preparing parts of it would be for nothing.
  const isAwaited = body.missingBytes > AT_ONCE_BYTES_MAX;
  const isLarge = isComplete && bytes.length > AT_ONCE_BYTES_MAX;
  const decoded = useDecoded(isText && !isAwaited ? bytes : null, charset, isLarge);
  const raw = decoded.text ?? '';
  const isTreeWanted = wantedMode === 'tree' && isComplete && !isAwaited && raw !== '';
  const layout = useMemo(
    () =>
      kind === 'json' && isComplete && !isLarge && raw !== '' && !isTreeWanted
        ? reindentJson(raw)
        : null,
    [raw, kind, isComplete, isLarge, isTreeWanted],
  );
  const tree = useJsonTree(isTreeWanted ? raw : null);
  const large = useLargeText(
    isLarge && isText && raw !== '' && (!isTreeWanted || tree.kind === 'no-json') ? raw : null,
    wantedMode,
  );

  if (!isText) return { view: { kind: 'bytes' }, mode: wantedMode, problem: null, raw: null };
  const preparing = (share: number): BodyText => ({
    view: { kind: 'preparing', share },
    mode: wantedMode,
    problem: null,
    raw: null,
  });
  if (isAwaited) return preparing(0);
  if (decoded.text === null) return preparing(decoded.share / 2);
  if (isTreeWanted && tree.kind === 'reading') return preparing(0.5 + tree.share / 2);
  if (isTreeWanted && tree.kind === 'open') {
    return {
      view: { kind: 'tree', tree: tree.tree },
      mode: 'tree',
      problem: null,
      raw: isLarge ? null : raw,
    };
  }
  const treeProblem = isTreeWanted && tree.kind === 'no-json' ? tree.problem : null;
  if (isLarge) {
    const { ready, share } = large;
    if (ready === null) return preparing(0.5 + share / 2);
    const view = { kind: 'text', text: ready.document } as const;
    return { view, mode: ready.mode, problem: treeProblem, raw: null };
  }
  const problem = treeProblem ?? (layout === null || layout.ok ? null : layout.problem);
  return wantedMode === 'pretty' && layout?.ok === true
    ? { view: { kind: 'text', text: layout.text }, mode: 'pretty', problem, raw }
    : { view: { kind: 'text', text: raw }, mode: 'raw', problem, raw };
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
      const { toDocument, toJsonDocument } = await import('./large-text.ts');
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

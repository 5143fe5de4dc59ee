import { useEffect, useReducer, useState } from 'react';
import type { JsonProblem } from '../../../../shared/json/json-scan.ts';
import { JsonTree } from './json-tree.ts';

/** A text on its way to be a tree. */
export type TreeState =
  /** How much of it is read, from 0 to 1. */
  | { readonly kind: 'reading'; readonly share: number }
  | { readonly kind: 'open'; readonly tree: JsonTree }
  | { readonly kind: 'no-json'; readonly problem: JsonProblem };

/** The tree of a text; draws its caller again when the tree changes. Null text: none is wanted. */
export function useJsonTree(text: string | null): TreeState {
  const [state, setState] = useState<{ readonly text: string; readonly tree: TreeState } | null>(
    null,
  );
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (text === null) return;
    let isStopped = false;
    let opened: JsonTree | null = null;
    const put = (tree: TreeState): boolean => {
      if (!isStopped) setState({ text, tree });
      return isStopped;
    };
    const read = async (): Promise<void> => {
      const onStep = (share: number): boolean => put({ kind: 'reading', share });
      const result = await JsonTree.open(text, redraw, onStep);
      if (result === null) return;
      if (!(result instanceof JsonTree)) return void put({ kind: 'no-json', problem: result });
      opened = result;
      if (put({ kind: 'open', tree: result })) result.dispose();
    };
    void read();
    return () => {
      isStopped = true;
      opened?.dispose();
    };
  }, [text]);

  return state !== null && state.text === text ? state.tree : { kind: 'reading', share: 0 };
}

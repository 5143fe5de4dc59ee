import { useEffect, useMemo, useState } from 'react';
import { inSteps } from '../../components/in-steps.ts';
import type { OnStep } from '../../components/in-steps.ts';

/** Bytes that are decoded between two looks at the clock. */
const SLICE_BYTES = 256 * 1024;

/** Bytes as text, in steps that leave the window free between them. Null: stopped. */
async function decodeInSteps(
  bytes: Uint8Array,
  charset: string,
  onStep: OnStep,
): Promise<string | null> {
  const decoder = new TextDecoder(charset);
  const parts: string[] = [];
  let at = 0;
  const isDone = await inSteps(bytes.length, onStep, () => {
    parts.push(decoder.decode(bytes.subarray(at, at + SLICE_BYTES), { stream: true }));
    at += SLICE_BYTES;
    return at;
  });
  if (!isDone) return null;
  parts.push(decoder.decode());
  return parts.join('');
}

/** The text of a body; null while a large one is being decoded. */
export function useDecoded(
  bytes: Uint8Array | null,
  charset: string,
  isLarge: boolean,
): { readonly text: string | null; readonly share: number } {
  const atOnce = useMemo(
    () => (bytes === null || isLarge ? null : new TextDecoder(charset).decode(bytes)),
    [bytes, charset, isLarge],
  );
  const [large, setLarge] = useState<{
    readonly bytes: Uint8Array;
    readonly charset: string;
    readonly text: string | null;
    readonly share: number;
  } | null>(null);

  useEffect(() => {
    if (bytes === null || !isLarge) return;
    let isStopped = false;
    const put = (text: string | null, share: number): boolean => {
      if (!isStopped) setLarge({ bytes, charset, text, share });
      return isStopped;
    };
    const decode = async (): Promise<void> => {
      const text = await decodeInSteps(bytes, charset, (share) => put(null, share));
      if (text !== null) put(text, 1);
    };
    void decode();
    return () => {
      isStopped = true;
    };
  }, [bytes, charset, isLarge]);

  if (bytes === null) return { text: '', share: 1 };
  if (!isLarge) return { text: atOnce, share: 1 };
  return large?.bytes === bytes && large.charset === charset ? large : { text: null, share: 0 };
}

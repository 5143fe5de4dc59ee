import { useEffect, useMemo, useState } from 'react';
import { BODY_OPEN_BYTES_MAX, BODY_TEXT_BYTES_MAX } from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import { createBodyReader } from './body-reader.ts';
import type { ReadBody } from './body-reader.ts';

/** The body as far as it is in the window. */
export interface OpenBody extends ReadBody {
  /** `held-back`: opened on demand only. `too-large`: not opened as one text at all. */
  readonly state: 'open' | 'held-back' | 'too-large';
  readonly openAnyway: () => void;
}

/** Reads the body of an exchange while it arrives; a large one waits until it is asked for. */
export function useBody(exchangeId: ExchangeId, bodyBytes: number): OpenBody {
  const { api } = useApp();
  const reader = useMemo(() => createBodyReader(api, exchangeId), [api, exchangeId]);
  const [opened, setOpened] = useState<ExchangeId | null>(null);
  const body = useStore(reader.store, (value) => value);
  const isHeldBack = bodyBytes > BODY_OPEN_BYTES_MAX && opened !== exchangeId;
  const isTooLarge = bodyBytes > BODY_TEXT_BYTES_MAX;
  const state = isTooLarge ? 'too-large' : isHeldBack ? 'held-back' : 'open';

  useEffect(() => {
    if (state === 'open') reader.want(bodyBytes);
  }, [reader, bodyBytes, state]);
  useEffect(() => () => reader.dispose(), [reader]);

  return { ...body, state, openAnyway: () => setOpened(exchangeId) };
}

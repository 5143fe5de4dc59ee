import { useEffect, useRef, useState } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { formatPlural } from '../../components/number-format.ts';
import { getErrorWords } from './error-words.ts';
import { getStateLook } from './stream-words.ts';

/** Time between two spoken counts, in milliseconds. */
const SAY_EVERY_MS = 5_000;

/** Tells assistive technology what changes: connections at once, new events every five seconds at most. */
export function LiveRegion(props: {
  readonly progress: ExchangeProgress;
  /** False: new events are not counted aloud. Connections and errors are told all the same. */
  readonly announcesEvents: boolean;
}) {
  const { progress, announcesEvents } = props;
  const { state, counters } = progress;
  const { word } = getStateLook(state, false);
  const events = useRef(counters.events);
  const [news, setNews] = useState('');
  useEffect(() => {
    events.current = counters.events;
  }, [counters.events]);
  useEffect(() => {
    if (!announcesEvents) return;
    let said = events.current;
    const timer = setInterval(() => {
      const count = events.current - said;
      said = events.current;
      setNews(count === 0 ? '' : formatPlural(count, 'new event'));
    }, SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [announcesEvents]);
  const error =
    state.kind === 'closed' && state.end.kind === 'failed'
      ? getErrorWords({
          errorKind: state.end.error.kind,
          afterHeaders: state.end.error.afterHeaders,
        })
      : null;
  return (
    <div className="sr">
      <div role="status">{error === null ? word : ''}</div>
      <div aria-live="polite">{announcesEvents ? news : ''}</div>
      <div role="alert">{error === null ? '' : `${error.title}. ${error.cause}`}</div>
    </div>
  );
}

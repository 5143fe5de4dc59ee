import { Check, Info, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { getFieldValue } from '../../../shared/model/header-field.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import { Icon } from '../../components/icon.tsx';
import { formatBytes } from '../../components/number-format.ts';
import { formatDuration } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import { useElapsed } from './use-elapsed.ts';
import { useExchangeSummary } from './use-exchange-summary.ts';
import { WaitingView } from './waiting-view.tsx';

interface WaitingPanelProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly onStop: () => void;
}

interface Sign {
  readonly icon: LucideIcon;
  readonly tone: 'ok' | 'warn' | 't3';
  readonly text: ReactNode;
}

function Code({ children }: { readonly children: string }) {
  return (
    <span className="mono t1">
      <VisibleText text={children} />
    </span>
  );
}

/** What in a response head speaks for or against a proxy that holds events back. */
function getSigns(headers: readonly HeaderField[]): readonly Sign[] {
  const signs: Sign[] = [];
  const cache = getFieldValue(headers, 'cache-control');
  if (cache !== null && /no-cache|no-store|no-transform/i.test(cache)) {
    const text = (
      <>
        <Code>{`Cache-Control: ${cache}`}</Code> is set
      </>
    );
    signs.push({ icon: Check, tone: 'ok', text });
  } else {
    const text = (
      <>
        <Code>Cache-Control: no-cache</Code> is missing. A cache may hold events back.
      </>
    );
    signs.push({ icon: Info, tone: 't3', text });
  }
  const coding = getFieldValue(headers, 'content-encoding');
  if (coding !== null && coding.toLowerCase() !== 'identity') {
    const text = (
      <>
        <Code>{`Content-Encoding: ${coding}`}</Code> A proxy may hold events back until its buffer
        is full.
      </>
    );
    signs.push({ icon: TriangleAlert, tone: 'warn', text });
  }
  const accel = getFieldValue(headers, 'x-accel-buffering');
  if (accel === null) {
    const text = (
      <>
        <Code>X-Accel-Buffering</Code> is missing. Behind nginx, set it to <Code>no</Code>.
      </>
    );
    signs.push({ icon: Info, tone: 't3', text });
  } else {
    const isOff = accel.trim().toLowerCase() === 'no';
    const text = (
      <>
        <Code>{`X-Accel-Buffering: ${accel}`}</Code> is set
      </>
    );
    signs.push({ icon: isOff ? Check : TriangleAlert, tone: isOff ? 'ok' : 'warn', text });
  }
  return signs;
}

/** What is known while an open stream has sent no event: how far it came, and signs of buffering. */
export function WaitingPanel({ api, progress, session, onStop }: WaitingPanelProps) {
  const elapsedMs = useElapsed(progress, session);
  const { value: summary } = useExchangeSummary(api, progress);
  const { head, counters } = progress;
  const headers = summary?.responses.at(-1)?.headers ?? null;
  const headersMs = head?.timings.headersMs ?? null;
  const waitedMs = Math.max(0, elapsedMs - (headersMs ?? 0));
  const type = headers === null ? null : getFieldValue(headers, 'content-type');
  return (
    <WaitingView
      title="Connected. No event yet"
      text={
        <>
          The server answered with <Code>{type ?? 'text/event-stream'}</Code>
          {headersMs !== null && ` after ${formatDuration(headersMs)}`} and has sent{' '}
          {counters.bodyBytes === 0
            ? 'nothing'
            : `${formatBytes(counters.bodyBytes)} but no complete event`}{' '}
          since. Models often need a few seconds here; a proxy that buffers looks the same.
        </>
      }
      timings={head?.timings ?? null}
      waitsFor="First event"
      waitedMs={waitedMs}
      onStop={onStop}
    >
      {headers !== null && (
        <div>
          <h3 className="h4">Signs of buffering in the response headers</h3>
          <div className="fix">
            {getSigns(headers).map(({ icon, tone, text }, index) => (
              <div key={index}>
                <Icon of={icon} size={14} className={tone} />
                <span>{text}</span>
              </div>
            ))}
          </div>
        </div>
      )}
    </WaitingView>
  );
}

import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TimelineCounters } from '../../../shared/model/counters.ts';
import { Icon } from '../../components/icon.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { formatCount, formatPlural } from '../../components/number-format.ts';
import { getBrowserSentence } from './conformance-words.ts';
import { getProblemWords } from './row-words.ts';
import { useStreamActions } from './stream-actions.ts';

/** What is wrong with the stream in one line, and the way to the first row of each kind. */
export function Conformance({ counters }: { readonly counters: TimelineCounters }): ReactElement {
  const { showRow } = useStreamActions();
  const sentence = getBrowserSentence(counters.problemKinds);
  return (
    <div className="conf" role="status" aria-live="off">
      <Icon of={TriangleAlert} size={14} />
      <span className="t1">{sentence}</span>
      <span className="grow" />
      <MenuButton
        className="btn s ghost"
        label={`${formatPlural(counters.problems, 'problem')} of this stream`}
        isRightAligned
        items={counters.problemKinds.map(({ problem, count, firstRow }) => ({
          id: problem,
          label: (
            <>
              <span className="grow">{getProblemWords(problem).title.replace(/:$/, '')}</span>
              <b className="num">{formatCount(count)}</b>
            </>
          ),
          onSelect: () => showRow(firstRow),
        }))}
      >
        {formatPlural(counters.problems, 'problem')}
      </MenuButton>
    </div>
  );
}
